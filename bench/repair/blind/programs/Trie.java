import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class Trie {
    private static final class Node {
        final Map<Character, Node> children = new TreeMap<>();
        boolean word;
    }

    private final Node root = new Node();
    private int size;

    boolean add(String word) {
        Node node = root;
        for (char c : word.toCharArray()) {
            node = node.children.computeIfAbsent(c, key -> new Node());
        }
        if (node.word) {
            return false;
        }
        node.word = true;
        size++;
        return true;
    }

    boolean contains(String word) {
        Node node = find(word);
        return node != null && node.word;
    }

    boolean remove(String word) {
        if (!contains(word)) {
            return false;
        }
        prune(root, word, 0);
        size--;
        return true;
    }

    List<String> complete(String prefix, int most) {
        List<String> found = new ArrayList<>();
        Node node = find(prefix);
        if (node != null) {
            collect(node, new StringBuilder(prefix), most, found);
        }
        return found;
    }

    String longestPrefixOf(String text) {
        int longest = 0;
        Node node = root;
        for (int i = 0; i < text.length(); i++) {
            node = node.children.get(text.charAt(i));
            if (node == null) {
                break;
            }
            if (node.word) {
                longest = i + 1;
            }
        }
        return text.substring(0, longest);
    }

    int size() {
        return size;
    }

    private Node find(String prefix) {
        Node node = root;
        for (int i = 0; i < prefix.length() && node != null; i++) {
            node = node.children.get(prefix.charAt(i));
        }
        return node;
    }

    private static boolean prune(Node node, String word, int depth) {
        if (depth == word.length()) {
            node.word = false;
        } else if (prune(node.children.get(word.charAt(depth)), word, depth + 1)) {
            node.children.remove(word.charAt(depth));
        }
        return !node.word && node.children.isEmpty();
    }

    private static void collect(Node node, StringBuilder path, int most, List<String> found) {
        if (found.size() >= most) {
            return;
        }
        if (node.word) {
            found.add(path.toString());
        }
        for (Map.Entry<Character, Node> child : node.children.entrySet()) {
            path.append(child.getKey());
            collect(child.getValue(), path, most, found);
            path.setLength(path.length() - 1);
        }
    }
}
