import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

final class WordCount {
    private final Set<String> ignored = new HashSet<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int total;

    WordCount(String... ignored) {
        this.ignored.addAll(List.of(ignored));
    }

    void read(String text) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inside = c == '\'' && word.length() > 0;
            if (Character.isLetterOrDigit(c) || inside) {
                word.append(Character.toLowerCase(c));
            } else {
                count(word);
            }
        }
        count(word);
    }

    private void count(StringBuilder word) {
        while (word.length() > 0 && word.charAt(word.length() - 1) == '\'') {
            word.setLength(word.length() - 1);
        }
        if (word.length() > 0 && !ignored.contains(word.toString())) {
            counts.merge(word.toString(), 1, Integer::sum);
            total++;
        }
        word.setLength(0);
    }

    int of(String word) {
        return counts.getOrDefault(word.toLowerCase(), 0);
    }

    int total() {
        return total;
    }

    List<String> top(int most) {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(
                Comparator.comparing((Map.Entry<String, Integer> e) -> e.getValue())
                        .reversed()
                        .thenComparing(e -> e.getKey()));
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : entries) {
            if (words.size() == most) {
                break;
            }
            words.add(entry.getKey() + " " + entry.getValue());
        }
        return words;
    }

    double share(String word) {
        return total == 0 ? 0 : 100.0 * of(word) / total;
    }

    List<String> once() {
        List<String> words = new ArrayList<>();
        counts.forEach(
                (word, count) -> {
                    if (count == 1) {
                        words.add(word);
                    }
                });
        return words;
    }
}
