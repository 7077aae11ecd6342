package dev.cordon.repair;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Pieces of the project that may be of use elsewhere.
///
/// @param numbers whole-number literals of the file, of its tests and of its neighbours
/// @param words string literals, with their quotes
/// @param conditions conditions of the file
/// @param statements simple statements of the file
/// @param divisors what the file divides by with `%`
record Donors(
        Set<String> numbers,
        Set<String> words,
        Set<String> conditions,
        Set<String> statements,
        Set<String> divisors) {
    private static final int MAX_EACH = 40;
    private static final int MAX_FOREIGN = 30;

    static Donors empty() {
        return new Donors(
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>());
    }

    /// Adds a part of what other places have to offer, after the own.
    void addForeign(Donors other) {
        addForeign(numbers, other.numbers);
        addForeign(words, other.words);
        addForeign(conditions, other.conditions);
        addForeign(statements, other.statements);
        addForeign(divisors, other.divisors);
    }

    private static void addForeign(Set<String> to, Set<String> from) {
        int most = to.size() + MAX_FOREIGN;
        for (String text : from) {
            if (to.size() < most) {
                to.add(text);
            }
        }
    }

    static void add(Set<String> to, String text) {
        if (to.size() < MAX_EACH && text.length() < 120) {
            to.add(text);
        }
    }

    /// Literals of a text, found without a parser: test files may not even compile.
    void addLiterals(String java) {
        int at = 0;
        while (at < java.length()) {
            char c = java.charAt(at);
            if (c == '"' && !java.startsWith("\"\"\"", at)) {
                int end = stringEnd(java, at);
                add(words, java.substring(at, end));
                at = end;
            } else if (Character.isDigit(c)) {
                int end = at;
                while (end < java.length() && Character.isLetterOrDigit(java.charAt(end))) {
                    end++;
                }
                boolean alone = at == 0 || !Character.isJavaIdentifierPart(java.charAt(at - 1));
                String number = java.substring(at, end);
                if (alone && number.chars().allMatch(Character::isDigit) && number.length() < 10) {
                    add(numbers, number);
                }
                at = end;
            } else {
                at++;
            }
        }
    }

    private static int stringEnd(String java, int start) {
        for (int i = start + 1; i < java.length(); i++) {
            char c = java.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            } else if (c == '\n') {
                return i;
            }
        }
        return java.length();
    }

    List<String> plainWords() {
        List<String> plain = new ArrayList<>();
        for (String word : words) {
            if (word.length() >= 2 && word.indexOf('\\') < 0 && word.endsWith("\"")) {
                plain.add(word.substring(1, word.length() - 1));
            }
        }
        return plain;
    }
}
