import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordCountHeldOutTest {
    private static WordCount of(String text, String... ignored) {
        WordCount count = new WordCount(ignored);
        count.read(text);
        return count;
    }

    @Test
    void separators() {
        assertEquals(0, of("").total());
        assertEquals(0, of(" .,; ''' ").total());
        assertEquals(List.of("x 1"), of("x").top(5));
        assertEquals(List.of("x 1"), of("'x'").top(5));
        assertEquals(List.of("r2d2 1"), of("R2D2").top(5));
        assertEquals(List.of("a 1", "b 1"), of("a-b").top(5));
        assertEquals(List.of("o''c 1"), of("o''c").top(5));
    }

    @Test
    void lists() {
        assertEquals(List.of(), of("a b").top(0));
        assertEquals(List.of(), of("a a").once());
        assertEquals(List.of("b 2", "d 2", "a 1"), of("d b a d b c").top(3));
        assertEquals(100.0, of("a a").share("A"), 1e-9);
        assertEquals(0.0, of("a a").share("b"), 1e-9);
        assertEquals(100.0 / 3, of("a b c").share("c"), 1e-9);
    }

    @Test
    void ignoring() {
        assertEquals(List.of(), of("The the THE", "the").top(3));
        assertEquals(List.of("then 1"), of("the then", "the").top(3));
        assertEquals(1, of("it's it", "it").total());
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(17);
        for (int round = 0; round < 1500; round++) {
            String text = compare.text("aabbC' ,", 18);
            int most = compare.below(5);
            String word = compare.text("abc'", 2);
            WordCountOriginal original = new WordCountOriginal("a", "cb");
            WordCount patched = new WordCount("a", "cb");
            original.read(text);
            patched.read(text);
            original.read(word);
            patched.read(word);
            compare.same(text, () -> original.top(most), () -> patched.top(most));
            compare.same(text, original::once, patched::once);
            compare.same(text, original::total, patched::total);
            compare.same(text, () -> original.share(word), () -> patched.share(word));
            compare.same(text, () -> original.of(word), () -> patched.of(word));
        }
    }
}
