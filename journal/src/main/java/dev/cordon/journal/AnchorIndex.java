package dev.cordon.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// Finds all anchors of all rules in one pass over a text, one table look-up a character.
///
/// @see <a href="https://doi.org/10.1145/360825.360855">Aho and Corasick, Efficient string
///   matching</a>
final class AnchorIndex {
    private static final int ASCII = 128;

    private final int[] classes = new int[ASCII];
    private final int classCount;
    private final int[] next;
    private final List<List<SecretRule>> found = new ArrayList<>();

    /// Hears where an anchor ends.
    interface Listener {
        /// @param start where the anchor begins
        void anchor(int start, SecretRule rule);
    }

    AnchorIndex(List<SecretRule> rules) {
        int count = 1;
        int states = 1;
        for (SecretRule rule : rules) {
            for (int i = 0; i < rule.anchor().length(); i++) {
                char c = rule.anchor().charAt(i);
                if (c < ASCII && classes[c] == 0) {
                    classes[c] = count++;
                }
            }
            states += rule.anchor().length();
        }
        for (char upper = 'A'; upper <= 'Z'; upper++) {
            classes[upper] = classes[Character.toLowerCase(upper)];
        }
        classCount = count;
        next = new int[states * count];
        Arrays.fill(next, -1);
        found.add(new ArrayList<>());
        rules.forEach(this::add);
        link();
    }

    /// Reads the text from `from` on.
    void scan(CharSequence text, int from, Listener listener) {
        int state = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            state = c < ASCII ? next[state * classCount + classes[c]] : 0;
            List<SecretRule> rules = found.get(state);
            for (int r = 0; r < rules.size(); r++) {
                SecretRule rule = rules.get(r);
                listener.anchor(i + 1 - rule.anchor().length(), rule);
            }
        }
    }

    private void add(SecretRule rule) {
        int state = 0;
        String anchor = rule.anchor().toLowerCase(Locale.ROOT);
        for (int i = 0; i < anchor.length(); i++) {
            char c = anchor.charAt(i);
            if (c >= ASCII) {
                throw new IllegalArgumentException("an anchor must be ASCII: " + anchor);
            }
            int edge = state * classCount + classes[c];
            if (next[edge] < 0) {
                next[edge] = found.size();
                found.add(new ArrayList<>());
            }
            state = next[edge];
        }
        found.get(state).add(rule);
    }

    private void link() {
        int[] fail = new int[found.size()];
        Deque<Integer> queue = new ArrayDeque<>();
        for (int c = 0; c < classCount; c++) {
            if (next[c] < 0) {
                next[c] = 0;
            } else {
                queue.add(next[c]);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            found.get(state).addAll(found.get(fail[state]));
            for (int c = 0; c < classCount; c++) {
                int edge = state * classCount + c;
                int other = next[fail[state] * classCount + c];
                if (next[edge] < 0) {
                    next[edge] = other;
                } else {
                    fail[next[edge]] = other;
                    queue.add(next[edge]);
                }
            }
        }
    }
}
