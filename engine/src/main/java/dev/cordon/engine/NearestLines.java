package dev.cordon.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Shows a model the real lines of a file that come nearest to those it remembered.
final class NearestLines {
    private static final int MAX_LINES = 12;
    private static final int MAX_LINE_CHARS = 240;

    /// Positions that are looked at; more cost too much for a hint.
    private static final long MAX_WORK = 4_000_000L;

    private NearestLines() {}

    /// A paragraph to be put behind a message; empty if nothing of the file comes near.
    static String to(List<String> wanted, List<String> lines) {
        int best = bestStart(wanted, lines);
        return best < 0 ? "" : at(lines, best, wanted.size());
    }

    /// The lines of a place with their numbers.
    static String at(List<String> lines, int start, int count) {
        StringBuilder out = new StringBuilder("\nThe nearest lines of the file are:");
        int from = Math.max(0, start - 1);
        int to = Math.min(lines.size(), Math.min(start + count + 1, from + MAX_LINES));
        for (int i = from; i < to; i++) {
            String line = lines.get(i);
            out.append('\n').append(i + 1).append(": ");
            out.append(
                    line.length() > MAX_LINE_CHARS
                            ? line.substring(0, MAX_LINE_CHARS) + "…"
                            : line);
        }
        return out.toString();
    }

    private static int bestStart(List<String> wanted, List<String> lines) {
        Map<String, Integer> words = words(wanted);
        int best = -1;
        int bestScore = 0;
        if ((long) wanted.size() * lines.size() > MAX_WORK) {
            return -1;
        }
        int[] scores = new int[lines.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(lines.get(i), words);
        }
        for (int start = 0; start < lines.size(); start++) {
            int score = 0;
            for (int i = 0; i < wanted.size() && start + i < lines.size(); i++) {
                boolean same =
                        !wanted.get(i).isBlank()
                                && lines.get(start + i).strip().equals(wanted.get(i).strip());
                score += same ? 100 : Math.min(scores[start + i], 20);
            }
            if (score > bestScore) {
                best = start;
                bestScore = score;
            }
        }
        return best;
    }

    private static Map<String, Integer> words(List<String> wanted) {
        Map<String, Integer> words = new HashMap<>();
        for (String line : wanted) {
            for (String word : split(line)) {
                words.put(word, word.length());
            }
        }
        return words;
    }

    private static int score(String line, Map<String, Integer> words) {
        int score = 0;
        for (String word : split(line)) {
            score += words.getOrDefault(word, 0);
        }
        return score;
    }

    private static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= line.length(); i++) {
            boolean part = i < line.length() && Character.isJavaIdentifierPart(line.charAt(i));
            if (part && start < 0) {
                start = i;
            } else if (!part && start >= 0) {
                if (i - start > 2) {
                    words.add(line.substring(start, i));
                }
                start = -1;
            }
        }
        return words;
    }
}
