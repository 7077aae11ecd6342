package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionCodec;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a reviewer's model is given: the rules, and the evidence as one JSON object.
///
/// Evidence is quoted so that it cannot leave its place: every text is a JSON string in ASCII, in
/// which a line end, a quotation mark, `<`, `>`, and everything invisible is an escape. So no text
/// of a file or of the agent can close the fence, begin a line, or hide.
final class ReviewPrompt {
    static final int MAX_USER_CHARS = 20_000;
    static final int MAX_STEP_CHARS = 20_000;
    static final int MAX_ENTRY_CHARS = 4_000;
    static final int MAX_STEPS = 40;
    private static final String HEX = "0123456789abcdef";

    private final String policy;

    /// @param policy the organisation's own text; may be empty
    ReviewPrompt(String policy) {
        this.policy = policy;
    }

    /// The items of the request; the first is the same for all reviews of a session.
    List<Item> items(Question question, ReviewDesk desk) {
        List<String> rules = new ArrayList<>(List.of(text()));
        if (!policy.isBlank()) {
            rules.add(
                    "Rules of the organisation, which may be stricter than the above and never"
                            + " looser:\n"
                            + policy);
        }
        String evidence = "<evidence>\n" + quoted(evidence(question, desk)) + "\n</evidence>";
        return List.of(
                new Item.Context(Item.Role.DEVELOPER, "review_rules", rules),
                new Item.UserMessage(List.of(new Content.Text(evidence))));
    }

    /// SHA-256 in hex of everything that is given.
    static String digest(List<Item> items) {
        StringBuilder all = new StringBuilder();
        for (Item item : items) {
            if (item instanceof Item.Context context) {
                context.parts().forEach(part -> all.append(part).append('\0'));
            } else if (item instanceof Item.UserMessage message) {
                all.append(message.text()).append('\0');
            }
        }
        return ActionDigest.sha256(all.toString());
    }

    private static String text() {
        try (InputStream in = ReviewPrompt.class.getResourceAsStream("reviewer.md")) {
            if (in == null) {
                throw new IllegalStateException("reviewer.md is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json.Obj evidence(Question question, ReviewDesk desk) {
        List<Json> said = new ArrayList<>();
        List<Json> steps = new ArrayList<>();
        boolean cut = collect(desk, said, steps);
        Json.ObjBuilder facts = Json.object();
        question.facts().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(fact -> facts.put(fact.getKey(), desk.withoutSecrets(fact.getValue())));
        return Json.object()
                .put("action", ActionCodec.write(question.action()))
                .put("action_digest", question.digest())
                .put("understood", desk.understood(question))
                .put("facts", facts.build())
                .put("asked_because", question.ask().reason())
                .put("rule", question.ask().rule() + " (" + question.ask().origin() + ")")
                .put(
                        "would_grant",
                        question.ask().capabilities().stream().map(Capability::key).toList())
                .put("user_said", Json.array(said))
                .putText("agent_claims", claims(question.action(), desk))
                .put("recent_steps", Json.array(steps))
                .put("cut", cut)
                .build();
    }

    private static Optional<String> claims(Action action, ReviewDesk desk) {
        return action instanceof Action.RunCommand run
                ? run.escalation()
                        .map(Action.Escalation::justification)
                        .map(text -> bounded(desk.withoutSecrets(text)))
                : Optional.empty();
    }

    /// The newest first until a bound is reached, then in the order in which they came.
    ///
    /// @return whether something is missing
    private static boolean collect(ReviewDesk desk, List<Json> said, List<Json> steps) {
        boolean cut = false;
        int userChars = 0;
        int stepChars = 0;
        for (Item item : desk.history().reversed()) {
            if (item instanceof Item.UserMessage message) {
                String text = desk.withoutSecrets(message.text());
                String kept = bounded(text);
                userChars += kept.length();
                cut |= kept.length() < text.length() || userChars > MAX_USER_CHARS;
                if (userChars <= MAX_USER_CHARS) {
                    said.addFirst(Json.of(kept));
                }
            } else {
                Optional<Json.Obj> step = step(item, desk);
                if (step.isPresent()) {
                    stepChars += JsonText.write(step.get()).length();
                    boolean room = stepChars <= MAX_STEP_CHARS && steps.size() < MAX_STEPS;
                    cut |= !room;
                    if (room) {
                        steps.addFirst(step.get());
                    }
                }
            }
        }
        return cut;
    }

    private static Optional<Json.Obj> step(Item item, ReviewDesk desk) {
        return switch (item) {
            case Item.AssistantMessage message -> Optional.of(entry("agent", message.text(), desk));
            case Item.ToolCall call ->
                    Optional.of(entry("call " + call.name(), call.input().text(), desk));
            case Item.ToolOutput output ->
                    Optional.of(entry("output " + output.name(), output.text(), desk));
            case Item.Context _, Item.UserMessage _, Item.Reasoning _, Item.Opaque _ ->
                    Optional.empty();
        };
    }

    private static Json.Obj entry(String what, String text, ReviewDesk desk) {
        return Json.object()
                .put("what", what)
                .put("text", bounded(desk.withoutSecrets(text)))
                .build();
    }

    private static String bounded(String text) {
        return text.length() <= MAX_ENTRY_CHARS
                ? text
                : text.substring(0, MAX_ENTRY_CHARS)
                        + " [cut: "
                        + (text.length() - MAX_ENTRY_CHARS)
                        + " more characters]";
    }

    /// JSON in which everything but harmless ASCII is an escape.
    static String quoted(Json.Obj evidence) {
        String json = JsonText.write(evidence);
        StringBuilder out = new StringBuilder(json.length() + 64);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '`') {
                out.append("\\u")
                        .append(HEX.charAt(c >> 12))
                        .append(HEX.charAt(c >> 8 & 15))
                        .append(HEX.charAt(c >> 4 & 15))
                        .append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
