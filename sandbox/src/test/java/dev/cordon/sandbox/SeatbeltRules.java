package dev.cordon.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the rules of a profile for `sandbox-exec` as its language has them: of the rules that
/// match an operation on a path the last one decides. Knows what {@link SeatbeltProfile} writes,
/// and fails on everything else.
final class SeatbeltRules {
    private final List<List<Object>> rules = new ArrayList<>();
    private final Map<String, String> parameters = new HashMap<>();

    SeatbeltRules(SeatbeltProfile profile) {
        for (String parameter : profile.parameters()) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        int[] at = {0};
        String text = profile.text();
        while (at[0] < text.strip().length()) {
            rules.add(list(text, at));
            at[0]++; // the end of the line
        }
    }

    // A list of words, texts (with their quotes) and lists. `#"..."` is a text, too.
    private static List<Object> list(String text, int[] at) {
        List<Object> items = new ArrayList<>();
        at[0]++;
        while (text.charAt(at[0]) != ')') {
            char c = text.charAt(at[0]);
            if (c == ' ') {
                at[0]++;
            } else if (c == '(') {
                items.add(list(text, at));
            } else {
                items.add(word(text, at));
            }
        }
        at[0]++;
        return items;
    }

    private static String word(String text, int[] at) {
        int start = at[0];
        int quote = text.startsWith("#\"", start) ? start + 1 : start;
        if (text.charAt(quote) == '"') {
            at[0] = text.indexOf('"', quote + 1) + 1;
            return text.substring(quote, at[0]);
        }
        while (" )".indexOf(text.charAt(at[0])) < 0) {
            at[0]++;
        }
        return text.substring(start, at[0]);
    }

    /// Whether an operation such as `file-read*` on a path is allowed.
    boolean allows(String operation, String path) {
        boolean allowed = false;
        for (List<Object> rule : rules.subList(1, rules.size())) {
            Object verdict = rule.getFirst();
            boolean named = rule.contains("default") || rule.contains(operation);
            List<Object> filters = rule.stream().filter(List.class::isInstance).toList();
            if (named && (filters.isEmpty() || filters.stream().anyMatch(f -> match(f, path)))) {
                allowed = verdict.equals("allow");
            }
        }
        return allowed;
    }

    private boolean match(Object filter, String path) {
        List<?> words = (List<?>) filter;
        return switch (String.valueOf(words.getFirst())) {
            case "subpath" -> {
                String root = value(words.get(1));
                yield path.equals(root) || path.startsWith(root + "/");
            }
            case "literal" -> path.equals(value(words.get(1)));
            case "regex" -> Pattern.compile(value(words.get(1))).matcher(path).find();
            case "require-not" -> !match(words.get(1), path);
            case "require-all" -> {
                boolean all = true;
                for (Object each : words.subList(1, words.size())) {
                    all &= match(each, path);
                }
                yield all;
            }
            default -> throw new IllegalArgumentException("not known: " + filter);
        };
    }

    private String value(Object word) {
        if (word instanceof List<?> parameter && parameter.getFirst().equals("param")) {
            String name = value(parameter.get(1));
            if (!parameters.containsKey(name)) {
                throw new IllegalArgumentException("no parameter " + name);
            }
            return parameters.get(name);
        }
        String text = String.valueOf(word);
        return text.substring(1, text.length() - 1);
    }
}
