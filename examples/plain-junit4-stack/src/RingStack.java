/** A stack that keeps the newest entries. */
public class RingStack {
    private final int[] entries;
    private int next;
    private int size;

    public RingStack(int capacity) {
        entries = new int[capacity];
    }

    public void push(int value) {
        entries[next] = value;
        next = next + 1 % entries.length;
        if (size < entries.length) {
            size++;
        }
    }

    public int pop() {
        if (size == 0) {
            throw new IllegalStateException("empty");
        }
        next = (next + entries.length - 1) % entries.length;
        size--;
        return entries[next];
    }

    public int size() {
        return size;
    }
}
