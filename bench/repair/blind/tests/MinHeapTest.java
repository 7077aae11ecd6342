import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class MinHeapTest {
    private static MinHeap of(int... values) {
        MinHeap heap = new MinHeap();
        for (int value : values) {
            heap.push(value);
        }
        return heap;
    }

    @Test
    void theSmallestComesFirst() {
        MinHeap heap = of(5, 2, 8);
        assertEquals(2, heap.peek());
        assertEquals(2, heap.pop());
        assertEquals(5, heap.pop());
        assertEquals(8, heap.pop());
    }

    @Test
    void growsBeyondItsFirstSize() {
        MinHeap heap = of(9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertEquals(9, heap.size());
        for (int expected = 1; expected <= 9; expected++) {
            assertEquals(expected, heap.pop());
        }
        assertEquals(0, heap.size());
    }

    @Test
    void keepsEqualValues() {
        MinHeap heap = of(3, 1, 3, 1);
        assertEquals(1, heap.pop());
        assertEquals(1, heap.pop());
        assertEquals(3, heap.pop());
        assertEquals(1, heap.size());
    }

    @Test
    void anEmptyHeapHasNothingToGive() {
        assertThrows(IllegalStateException.class, () -> new MinHeap().pop());
        assertThrows(IllegalStateException.class, () -> new MinHeap().peek());
    }

    @Test
    void removesAValueFromTheMiddle() {
        MinHeap heap = of(1, 5, 2, 7, 6, 3);
        assertTrue(heap.remove(5));
        assertFalse(heap.remove(5));
        assertEquals(5, heap.size());
        int[] rest = new int[5];
        for (int i = 0; i < 5; i++) {
            rest[i] = heap.pop();
        }
        assertArrayEquals(new int[] {1, 2, 3, 6, 7}, rest);
    }

    @Test
    void removalMayMoveTheLastItemUp() {
        MinHeap heap = of(1, 10, 2, 11, 12, 3, 4);
        assertTrue(heap.remove(11));
        int[] rest = new int[6];
        for (int i = 0; i < 6; i++) {
            rest[i] = heap.pop();
        }
        assertArrayEquals(new int[] {1, 2, 3, 4, 10, 12}, rest);
    }

    @Test
    void picksTheSmallestInOrder() {
        assertArrayEquals(new int[] {1, 2, 3}, MinHeap.smallest(new int[] {4, 3, 1, 5, 2}, 3));
        assertArrayEquals(new int[] {4, 6}, MinHeap.smallest(new int[] {6, 4}, 5));
        assertArrayEquals(new int[0], MinHeap.smallest(new int[] {1}, 0));
    }
}
