package dev.cordon.policy;

import java.util.List;
import java.util.Optional;

/// Finds the known word that was probably meant.
final class Nearest {
    private static final int MAX_CHARS = 64;

    private Nearest() {}

    /// The sentence about a name that is not known.
    ///
    /// @param table the table that it stands in; empty at the top
    static String unknown(String word, String table, List<String> known) {
        StringBuilder sentence = new StringBuilder("unknown key ").append(Quoted.of(word));
        if (!table.isEmpty()) {
            sentence.append(" in [").append(table).append(']');
        }
        Optional<String> nearest = to(word, known);
        if (nearest.isPresent()) {
            sentence.append("; did you mean \"").append(nearest.get()).append("\"?");
        } else if (!known.isEmpty() && known.size() <= 8) {
            sentence.append("; known are ").append(String.join(", ", known));
        } else {
            sentence.append("; `cordon config schema` lists the known keys");
        }
        return sentence.toString();
    }

    /// The words as a choice, for example `a, b or c`.
    static String choices(List<String> words) {
        if (words.size() == 1) {
            return words.getFirst();
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /// The word with the fewest edits, if they are few for its length.
    static Optional<String> to(String word, List<String> known) {
        if (word.length() > MAX_CHARS) {
            return Optional.empty();
        }
        int best = Math.max(1, Math.min(4, word.length() / 3)) + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < best) {
                best = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /// How many insertions, deletions, replacements and swaps of neighbours lie between two words.
    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
