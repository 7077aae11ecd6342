import java.util.Arrays;

final class MinHeap {
    private int[] items = new int[4];
    private int size;

    void push(int value) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size] = value;
        up(size);
        size++;
    }

    int peek() {
        if (size == 0) {
            throw new IllegalStateException("the heap is empty");
        }
        return items[0];
    }

    int pop() {
        int smallest = peek();
        size--;
        items[0] = items[size];
        down(0);
        return smallest;
    }

    boolean remove(int value) {
        for (int i = 0; i < size; i++) {
            if (items[i] == value) {
                size--;
                items[i] = items[size];
                down(i);
                up(i);
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    static int[] smallest(int[] values, int count) {
        MinHeap heap = new MinHeap();
        for (int value : values) {
            heap.push(value);
        }
        int[] result = new int[Math.min(count, values.length)];
        for (int i = 0; i < result.length; i++) {
            result[i] = heap.pop();
        }
        return result;
    }

    private void up(int start) {
        int child = start;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (items[parent] <= items[child]) {
                return;
            }
            swap(parent, child);
            child = parent;
        }
    }

    private void down(int start) {
        int parent = start;
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && items[child + 1] < items[child]) {
                child++;
            }
            if (items[parent] <= items[child]) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private void swap(int a, int b) {
        int kept = items[a];
        items[a] = items[b];
        items[b] = kept;
    }
}
