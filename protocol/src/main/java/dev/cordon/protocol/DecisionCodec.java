package dev.cordon.protocol;

import java.util.List;

/// {@link Decision} and {@link Origin} to and from JSON.
public final class DecisionCodec {
    private DecisionCodec() {}

    /// The decision as an object with the member `type`.
    public static Json.Obj write(Decision decision) {
        return switch (decision) {
            case Decision.Allow(String rule, Origin origin) ->
                    Json.object()
                            .put("type", "allow")
                            .put("rule", rule)
                            .put("origin", writeOrigin(origin))
                            .build();
            case Decision.Ask(
                            String rule,
                            Origin origin,
                            String reason,
                            List<Capability> capabilities) ->
                    Json.object()
                            .put("type", "ask")
                            .put("rule", rule)
                            .put("origin", writeOrigin(origin))
                            .put("reason", reason)
                            .put("capabilities", CapabilityCodec.writeAll(capabilities))
                            .build();
            case Decision.Deny(String rule, Origin origin, String reason) ->
                    Json.object()
                            .put("type", "deny")
                            .put("rule", rule)
                            .put("origin", writeOrigin(origin))
                            .put("reason", reason)
                            .build();
        };
    }

    /// The decision; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong, or the type is unknown
    public static Decision read(Json.Obj json) {
        return Reading.of("decision", json, DecisionCodec::read);
    }

    static Decision read(Members in) {
        return switch (in.type()) {
            case "allow" -> new Decision.Allow(in.text("rule"), readOrigin(in.inner("origin")));
            case "ask" -> readAsk(in);
            case "deny" ->
                    new Decision.Deny(
                            in.text("rule"), readOrigin(in.inner("origin")), in.text("reason"));
            default -> throw in.unknown("decision");
        };
    }

    static Decision.Ask readAsk(Members in) {
        return new Decision.Ask(
                in.text("rule"),
                readOrigin(in.inner("origin")),
                in.text("reason"),
                in.list("capabilities", CapabilityCodec::read));
    }

    /// Where a rule stands, as an object.
    public static Json.Obj writeOrigin(Origin origin) {
        return Json.object()
                .put("layer", Members.word(origin.layer()))
                .put("file", origin.file())
                .put("line", origin.line())
                .build();
    }

    static Origin readOrigin(Members in) {
        return new Origin(
                in.word("layer", Origin.Layer.values()), in.text("file"), in.count("line"));
    }
}
