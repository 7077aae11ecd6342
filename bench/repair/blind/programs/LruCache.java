import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class LruCache {
    private static final class Node {
        final String key;
        int value;
        Node before;
        Node after;

        Node(String key, int value) {
            this.key = key;
            this.value = value;
        }
    }

    private final int capacity;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Node oldest = new Node("", 0);
    private final Node newest = new Node("", 0);
    private int misses;

    LruCache(int capacity) {
        this.capacity = capacity;
        oldest.after = newest;
        newest.before = oldest;
    }

    void put(String key, int value) {
        Node node = nodes.get(key);
        if (node != null) {
            node.value = value;
            touch(node);
            return;
        }
        if (nodes.size() == capacity) {
            Node victim = oldest.after;
            unlink(victim);
            nodes.remove(victim.key);
        }
        Node added = new Node(key, value);
        nodes.put(key, added);
        append(added);
    }

    int get(String key, int otherwise) {
        Node node = nodes.get(key);
        if (node == null) {
            misses++;
            return otherwise;
        }
        touch(node);
        return node.value;
    }

    int misses() {
        return misses;
    }

    List<String> keysOldestFirst() {
        List<String> keys = new ArrayList<>();
        for (Node node = oldest.after; node != newest; node = node.after) {
            keys.add(node.key);
        }
        return keys;
    }

    private void touch(Node node) {
        unlink(node);
        append(node);
    }

    private void unlink(Node node) {
        node.before.after = node.after;
        node.after.before = node.before;
    }

    private void append(Node node) {
        node.before = newest.before;
        node.after = newest;
        newest.before.after = node;
        newest.before = node;
    }
}
