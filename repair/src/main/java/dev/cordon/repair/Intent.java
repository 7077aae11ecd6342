package dev.cordon.repair;

import java.util.List;
import java.util.Locale;

/// Tells whether a request is the one kind that a search can serve. It looks for words only.
final class Intent {
    /// What can be done, for people.
    static final String ABILITIES =
            "No model is configured, so the embedded repair engine answered. It is a search, not a"
                    + " language model: it can make failing tests of a Java or Python project pass"
                    + " (ask \"make the tests pass\"), and nothing else. For other work configure a"
                    + " provider: set OPENAI_API_KEY or ANTHROPIC_API_KEY, or model_provider in"
                    + " ~/.cordon/config.toml.";

    private static final List<String> THINGS =
            List.of("test", "build", "compil", "bug", "failure", "failing", "error");
    private static final List<String> DEEDS =
            List.of("fix", "pass", "repair", "green", "mend", "heal", "solve", "correct");
    private static final List<String> OTHERS =
            List.of(
                    "write",
                    "add",
                    "explain",
                    "delete",
                    "remove",
                    "refactor",
                    "rename",
                    "review",
                    "why",
                    "how",
                    "what",
                    "document",
                    "create",
                    "implement",
                    "describe",
                    "list",
                    "don't",
                    "do not",
                    "translate",
                    "summarize",
                    "summarise");

    private Intent() {}

    /// Whether the text asks for failing tests, or a broken build, to be mended.
    static boolean asksForRepair(String request) {
        String text = request.strip().toLowerCase(Locale.ROOT);
        for (String other : OTHERS) {
            if (text.startsWith(other + " ") || text.startsWith("please " + other + " ")) {
                return false;
            }
        }
        return contains(text, THINGS) && contains(text, DEEDS);
    }

    private static boolean contains(String text, List<String> words) {
        for (String word : words) {
            int at = text.indexOf(word);
            while (at >= 0) {
                if (at == 0 || !Character.isLetter(text.charAt(at - 1))) {
                    return true;
                }
                at = text.indexOf(word, at + 1);
            }
        }
        return false;
    }
}
