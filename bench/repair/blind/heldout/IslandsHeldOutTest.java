import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class IslandsHeldOutTest {
    @Test
    void groups() {
        Islands islands = new Islands(1);
        assertFalse(islands.join(0, 0));
        assertEquals(1, islands.groups());
        assertTrue(islands.together(0, 0));
        assertEquals(0, new Islands(0).groups());
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> islands.sizeOf(1));
    }

    @Test
    void longChains() {
        Islands islands = new Islands(100);
        for (int i = 1; i < 100; i++) {
            assertTrue(islands.join(i, i - 1));
        }
        assertEquals(1, islands.groups());
        assertEquals(100, islands.sizeOf(57));
        assertTrue(islands.together(0, 99));
    }

    @Test
    void maps() {
        assertEquals(1, Islands.largest("#"));
        assertEquals(0, Islands.largest("."));
        assertEquals(9, Islands.largest("###", "###", "###"));
        assertEquals(2, Islands.largest("#.#.##"));
        assertEquals(3, Islands.largest("#", "#", "#", ".", "#"));
        assertEquals(8, Islands.largest("###", "#.#", "###"));
        assertEquals(10, Islands.largest("#..#", "#..#", "####", "##.."));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(16);
        for (int round = 0; round < 600; round++) {
            int count = compare.between(1, 9);
            IslandsOriginal original = new IslandsOriginal(count);
            Islands patched = new Islands(count);
            for (int step = 0; step < 12; step++) {
                int a = compare.below(count);
                int b = compare.below(count);
                compare.same(round, () -> original.join(a, b), () -> patched.join(a, b));
                int c = compare.below(count);
                compare.same(round, () -> original.together(a, c), () -> patched.together(a, c));
                compare.same(round, () -> original.sizeOf(c), () -> patched.sizeOf(c));
                compare.same(round, original::groups, patched::groups);
            }
            String[] rows = new String[compare.between(1, 5)];
            int width = compare.between(1, 6);
            for (int y = 0; y < rows.length; y++) {
                String row = "";
                while (row.length() < width) {
                    row += compare.pick("#", "#", ".");
                }
                rows[y] = row;
            }
            compare.same(String.join("/", rows), () -> IslandsOriginal.largest(rows), () -> Islands.largest(rows));
        }
    }
}
