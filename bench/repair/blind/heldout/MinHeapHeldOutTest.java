import static org.junit.jupiter.api.Assertions.*;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MinHeapHeldOutTest {
    @Test
    void smallCases() {
        MinHeap heap = new MinHeap();
        assertFalse(heap.remove(1));
        heap.push(-1);
        assertEquals(-1, heap.peek());
        assertEquals(1, heap.size());
        assertTrue(heap.remove(-1));
        assertEquals(0, heap.size());
        assertThrows(IllegalStateException.class, heap::pop);
        heap.push(Integer.MAX_VALUE);
        heap.push(Integer.MIN_VALUE);
        assertEquals(Integer.MIN_VALUE, heap.pop());
        assertEquals(Integer.MAX_VALUE, heap.pop());
    }

    @Test
    void picks() {
        assertArrayEquals(new int[0], MinHeap.smallest(new int[0], 3));
        assertArrayEquals(new int[] {2, 2}, MinHeap.smallest(new int[] {2, 2, 2}, 2));
        assertArrayEquals(new int[] {-5, 0, 5}, MinHeap.smallest(new int[] {5, 0, -5}, 3));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(15);
        for (int round = 0; round < 500; round++) {
            MinHeapOriginal original = new MinHeapOriginal();
            MinHeap patched = new MinHeap();
            StringBuilder done = new StringBuilder();
            for (int step = 0; step < 40; step++) {
                int value = compare.below(20);
                int kind = compare.below(6);
                done.append(' ').append(kind).append(':').append(value);
                switch (kind) {
                    case 0, 1, 2 -> {
                        original.push(value);
                        patched.push(value);
                    }
                    case 3 -> compare.same(done, original::pop, patched::pop);
                    case 4 -> compare.same(done, original::peek, patched::peek);
                    default -> compare.same(done, () -> original.remove(value), () -> patched.remove(value));
                }
                compare.same(done, original::size, patched::size);
            }
            int[] values = compare.numbers(12, -9, 9);
            int count = compare.below(10);
            compare.same(Arrays.toString(values), () -> MinHeapOriginal.smallest(values, count), () -> MinHeap.smallest(values, count));
        }
    }
}
