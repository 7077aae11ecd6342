package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.Shell.Word;
import java.util.ArrayList;
import java.util.List;

/// Expands one level of `{a,b}`.
final class Braces {
    static final int MAX_WORDS = 64;

    private Braces() {}

    /// The words it becomes; empty if that cannot be told.
    static List<Arg> expand(Word word) {
        StringBuilder text = new StringBuilder();
        for (Shell.Part part : word.parts()) {
            if (!(part instanceof Shell.Text(String piece, boolean quoted)) || quoted) {
                return List.of();
            }
            text.append(piece);
        }
        int open = text.indexOf("{");
        int close = text.indexOf("}", open + 1);
        boolean nested = open < 0 || close < 0 || text.indexOf("{", open + 1) >= 0;
        if (nested || text.indexOf("}", close + 1) >= 0) {
            return List.of();
        }
        String before = text.substring(0, open);
        String after = text.substring(close + 1);
        String inside = text.substring(open + 1, close);
        List<Arg> words = new ArrayList<>();
        int start = 0;
        while (start <= inside.length() && words.size() <= MAX_WORDS) {
            int comma = inside.indexOf(',', start);
            int end = comma < 0 ? inside.length() : comma;
            String piece = before + inside.substring(start, end) + after;
            if (!piece.isEmpty()) {
                words.add(Arg.of(piece));
            }
            start = end + 1;
        }
        return inside.indexOf(',') < 0 || words.size() > MAX_WORDS ? List.of() : words;
    }
}
