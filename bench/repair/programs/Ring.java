final class Ring {
    private final int[] slots;
    private int head;
    private int size;

    Ring(int capacity) {
        slots = new int[capacity];
    }

    boolean offer(int value) {
        if (size == slots.length) {
            return false;
        }
        slots[(head + size) % slots.length] = value;
        size++;
        return true;
    }

    int poll() {
        if (size == 0) {
            return -1;
        }
        int value = slots[head];
        head = (head + 1) % slots.length;
        size--;
        return value;
    }

    int size() {
        return size;
    }

    boolean contains(int value) {
        for (int i = 0; i < size; i++) {
            if (slots[(head + i) % slots.length] == value) {
                return true;
            }
        }
        return false;
    }
}
