import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class IslandsTest {
    @Test
    void everyItemStartsAlone() {
        Islands islands = new Islands(3);
        assertEquals(3, islands.groups());
        assertEquals(1, islands.sizeOf(2));
        assertFalse(islands.together(0, 1));
    }

    @Test
    void joiningMakesOneGroup() {
        Islands islands = new Islands(4);
        assertTrue(islands.join(0, 1));
        assertTrue(islands.together(1, 0));
        assertEquals(3, islands.groups());
        assertEquals(2, islands.sizeOf(0));
    }

    @Test
    void joiningTwiceChangesNothing() {
        Islands islands = new Islands(3);
        islands.join(0, 1);
        assertFalse(islands.join(1, 0));
        assertEquals(2, islands.groups());
        assertEquals(2, islands.sizeOf(1));
    }

    @Test
    void groupsJoinAsAWhole() {
        Islands islands = new Islands(6);
        islands.join(0, 1);
        islands.join(2, 3);
        islands.join(3, 4);
        assertTrue(islands.join(1, 4));
        assertTrue(islands.together(0, 2));
        assertFalse(islands.together(0, 5));
        assertEquals(5, islands.sizeOf(3));
        assertEquals(2, islands.groups());
    }

    @Test
    void countsTheLargestIsland() {
        assertEquals(4, Islands.largest("##..", "#.#.", "#..#"));
    }

    @Test
    void landTouchesUpAndDown() {
        assertEquals(3, Islands.largest("#.#", "...", "###"));
        assertEquals(5, Islands.largest("#.#", "###"));
    }

    @Test
    void rowsDoNotTouchAtTheirEnds() {
        assertEquals(1, Islands.largest("..#", "#.."));
    }

    @Test
    void waterOnly() {
        assertEquals(0, Islands.largest("..", ".."));
    }
}
