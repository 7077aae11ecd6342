package dev.cordon.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the rules from the data file beside this class.
final class SecretRules {
    private static final String RESOURCE = "secrets.rules";

    private SecretRules() {}

    /// The rules that come with Cordon.
    static List<SecretRule> standard() {
        try (InputStream in = SecretRules.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("it is not there");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read; reinstall Cordon", e);
        }
    }

    /// The names of all kinds of secrets that the rules find.
    static Set<String> kinds(List<SecretRule> rules) {
        Set<String> kinds = new TreeSet<>();
        for (SecretRule rule : rules) {
            switch (rule) {
                case SecretRule.Token token -> kinds.add(token.kind());
                case SecretRule.Word word -> kinds.add(word.kind());
                case SecretRule.Known known -> kinds.add(known.kind());
                case SecretRule.Shaped shaped ->
                        kinds.add(shaped.shape().name().toLowerCase(Locale.ROOT));
            }
        }
        return kinds;
    }

    /// @throws IllegalArgumentException with the line that is wrong
    static List<SecretRule> read(String text) throws IOException {
        List<SecretRule> rules = new ArrayList<>();
        int number = 0;
        try (BufferedReader in = new BufferedReader(new StringReader(text))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    rules.add(rule(line, number));
                }
            }
        }
        return List.copyOf(rules);
    }

    private static SecretRule rule(String line, int number) {
        List<String> words = words(line, number);
        try {
            return switch (words.getFirst()) {
                case "token" -> token(words);
                case "word" ->
                        new SecretRule.Word(
                                words.get(1),
                                SecretRule.Strength.valueOf(words.get(2).toUpperCase(Locale.ROOT)),
                                words.get(3).toLowerCase(Locale.ROOT));
                case "shape" ->
                        new SecretRule.Shaped(
                                SecretShape.valueOf(words.get(1).toUpperCase(Locale.ROOT)),
                                words.get(2));
                default -> throw new IllegalArgumentException("unknown " + words.getFirst());
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    RESOURCE + ":" + number + ": " + e.getMessage() + " in \"" + line + "\"", e);
        }
    }

    private static SecretRule.Token token(List<String> words) {
        Optional<SecretRule.Run> before = Optional.empty();
        List<SecretRule.Part> parts = new ArrayList<>();
        for (String word : words.subList(3, words.size())) {
            if (word.startsWith("<")) {
                before = Optional.of(run(word.substring(1)));
            } else if (word.startsWith("'")) {
                parts.add(new SecretRule.Literal(word.substring(1)));
            } else {
                parts.add(run(word));
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a token has no part behind its anchor");
        }
        return new SecretRule.Token(words.get(1), words.get(2), before, parts);
    }

    private static SecretRule.Run run(String word) {
        SecretRule.CharClass chars =
                SecretRule.CharClass.valueOf(word.substring(0, 1).toUpperCase(Locale.ROOT));
        int dash = word.indexOf('-');
        int min = Integer.parseInt(word.substring(1, dash < 0 ? word.length() : dash));
        int max = dash < 0 ? min : Integer.parseInt(word.substring(dash + 1));
        return new SecretRule.Run(chars, min, max);
    }

    /// Words between spaces; a quoted one keeps its opening quote as a mark.
    private static List<String> words(String line, int number) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
                continue;
            }
            boolean quoted = line.charAt(at) == '\'';
            int end = line.indexOf(quoted ? '\'' : ' ', at + 1);
            if (quoted && end < 0) {
                throw new IllegalArgumentException(RESOURCE + ":" + number + ": a quote is open");
            }
            end = end < 0 ? line.length() : end;
            words.add(line.substring(at, end));
            at = end + 1;
        }
        return words;
    }
}
