package org.example;

/** Boards that lie one above the other. */
public final class Shelf {
    private Shelf() {}

    /** How many boards a shelf needs, top and bottom included. */
    public static int boards(int height, int gap) {
        int boards = 0;
        for (int at = 0; at < height; at += gap) {
            boards++;
        }
        return boards;
    }
}
