package dev.cordon.engine;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Review.Authorization;
import dev.cordon.protocol.Review.Risk;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The verdict of a reviewer's model. The words are those of Codex, so that an organisation's text
/// written for one works with the other.
///
/// @param allow what the model wants
/// @param rationale bounded, without control characters
record ReviewAnswer(Risk risk, Authorization authorization, boolean allow, String rationale) {
    static final int MAX_ANSWER_CHARS = 8 * 1024;
    static final int MAX_RATIONALE_CHARS = 1_000;
    private static final String RISK = "risk_level";
    private static final String AUTHORIZATION = "user_authorization";
    private static final String OUTCOME = "outcome";
    private static final String RATIONALE = "rationale";
    private static final Set<String> MEMBERS = Set.of(RISK, AUTHORIZATION, OUTCOME, RATIONALE);

    /// What the model must answer, as a JSON Schema.
    static Json.Obj schema() {
        return Json.object()
                .put("type", "object")
                .put(
                        "properties",
                        Json.object()
                                .put(RISK, words(List.of("low", "medium", "high", "critical")))
                                .put(
                                        AUTHORIZATION,
                                        words(List.of("unknown", "low", "medium", "high")))
                                .put(OUTCOME, words(List.of("allow", "deny")))
                                .put(RATIONALE, Json.object().put("type", "string").build())
                                .build())
                .put("required", List.of(RISK, AUTHORIZATION, OUTCOME, RATIONALE))
                .put("additionalProperties", false)
                .build();
    }

    private static Json.Obj words(List<String> words) {
        return Json.object().put("type", "string").put("enum", words).build();
    }

    /// Reads an answer. Nothing is guessed: what does not fit the schema is no answer.
    ///
    /// @throws JsonException with what is wrong
    static ReviewAnswer read(String text) {
        if (text.length() > MAX_ANSWER_CHARS) {
            throw new JsonException("it is longer than " + MAX_ANSWER_CHARS + " characters");
        }
        Json.Obj answer = JsonText.readObject(text.strip());
        if (!answer.members().keySet().equals(MEMBERS)) {
            throw new JsonException(
                    "it must have exactly the members " + String.join(", ", sorted(MEMBERS)));
        }
        String outcome = answer.requireText(OUTCOME);
        if (!outcome.equals("allow") && !outcome.equals("deny")) {
            throw new JsonException(OUTCOME + " must be allow or deny");
        }
        return new ReviewAnswer(
                word(answer, RISK, Risk.values()),
                word(answer, AUTHORIZATION, Authorization.values()),
                outcome.equals("allow"),
                tidy(answer.requireText(RATIONALE)));
    }

    /// Whether the action may happen. The model's word can only make it stricter: low and medium
    /// risk pass, high risk needs authorisation, critical risk never passes.
    boolean passes() {
        boolean enough =
                switch (risk) {
                    case LOW, MEDIUM -> true;
                    case HIGH -> authorization.compareTo(Authorization.MEDIUM) >= 0;
                    case CRITICAL -> false;
                };
        return allow && enough;
    }

    /// One line without what a terminal would obey, cut to its bound.
    static String tidy(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_RATIONALE_CHARS));
        text.codePoints()
                .limit(MAX_RATIONALE_CHARS)
                .forEach(c -> {
                    int type = Character.getType(c);
                    boolean invisible =
                            type == Character.CONTROL
                                    || type == Character.FORMAT
                                    || type == Character.SURROGATE
                                    || type == Character.LINE_SEPARATOR
                                    || type == Character.PARAGRAPH_SEPARATOR;
                    out.appendCodePoint(invisible ? ' ' : c);
                });
        return out.toString().strip();
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private static <E extends Enum<E>> E word(Json.Obj answer, String name, E[] constants) {
        String word = answer.requireText(name);
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        throw new JsonException(name + " has the unknown word " + JsonText.write(Json.of(word)));
    }
}
