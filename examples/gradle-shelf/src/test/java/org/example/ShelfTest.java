package org.example;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class ShelfTest {
    @Test
    public void aCompartmentHasTwoBoards() {
        assertEquals(2, Shelf.boards(30, 30));
    }

    @Test
    public void fourCompartmentsHaveFiveBoards() {
        assertEquals(5, Shelf.boards(100, 25));
    }

    @Test
    public void whatIsLeftAtTheTopStaysOpen() {
        assertEquals(4, Shelf.boards(100, 30));
    }
}
