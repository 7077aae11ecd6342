package dev.cordon.cli;

import java.util.List;

/// Writes an argument vector as a line that a shell would read the same way.
final class ShellWords {
    private ShellWords() {}

    static String line(List<String> argv) {
        StringBuilder line = new StringBuilder();
        for (String word : argv) {
            line.append(line.isEmpty() ? "" : " ").append(plain(word) ? word : quoted(word));
        }
        return line.toString();
    }

    private static boolean plain(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && "-_./=:,@%+".indexOf(c) < 0) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
