import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordCountTest {
    private static WordCount of(String text, String... ignored) {
        WordCount count = new WordCount(ignored);
        count.read(text);
        return count;
    }

    @Test
    void countsWords() {
        WordCount count = of("one two, two; three three three");
        assertEquals(1, count.of("one"));
        assertEquals(3, count.of("three"));
        assertEquals(0, count.of("four"));
        assertEquals(6, count.total());
    }

    @Test
    void caseDoesNotMatter() {
        assertEquals(2, of("Hello hello").of("HELLO"));
    }

    @Test
    void countsOverSeveralTexts() {
        WordCount count = of("a b");
        count.read("b c");
        assertEquals(2, count.of("b"));
        assertEquals(4, count.total());
    }

    @Test
    void anApostropheInsideBelongsToTheWord() {
        WordCount count = of("don't 'quote' the dogs' bowl");
        assertEquals(1, count.of("don't"));
        assertEquals(1, count.of("quote"));
        assertEquals(1, count.of("dogs"));
    }

    @Test
    void ignoredWordsAreNotCounted() {
        WordCount count = of("the cat and the dog", "the", "and");
        assertEquals(0, count.of("the"));
        assertEquals(2, count.total());
    }

    @Test
    void theMostFrequentComeFirst() {
        assertEquals(List.of("b 3", "c 2"), of("a b c b c b").top(2));
    }

    @Test
    void equallyFrequentWordsAreSorted() {
        assertEquals(List.of("a 1", "b 1", "c 1"), of("c a b").top(9));
    }

    @Test
    void sharesAreInPercent() {
        assertEquals(25.0, of("a b b b").share("a"), 1e-9);
        assertEquals(0.0, of("").share("a"), 1e-9);
    }

    @Test
    void listsWhatStandsThereOnce() {
        assertEquals(List.of("a", "c"), of("c b a b").once());
    }
}
