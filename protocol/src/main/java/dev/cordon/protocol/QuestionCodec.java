package dev.cordon.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// {@link Question}, {@link Answer} and {@link Grant} to and from JSON: what an approver reads and
/// writes.
public final class QuestionCodec {
    private QuestionCodec() {}

    /// The question as an object.
    public static Json.Obj write(Question question) {
        List<Json> scopes = new ArrayList<>();
        for (Grant.Scope scope : question.scopes()) {
            scopes.add(Json.of(Members.word(scope)));
        }
        return Json.object()
                .put("id", question.id())
                .put("call", question.call().value())
                .put("action", ActionCodec.write(question.action()))
                .put("digest", question.digest())
                .put("ask", DecisionCodec.write(question.ask()))
                .put("facts", ActionCodec.writeMap(question.facts()))
                .put("scopes", Json.array(scopes))
                .put("expires", Timestamp.write(question.expires()))
                .build();
    }

    /// The question; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong
    public static Question read(Json.Obj json) {
        return Reading.of("question", json, QuestionCodec::read);
    }

    static Question read(Members in) {
        List<Grant.Scope> scopes = new ArrayList<>();
        for (String word : in.texts("scopes")) {
            scopes.add(Members.constant("scopes", word, Grant.Scope.values()));
        }
        return new Question(
                in.text("id"),
                in.call("call"),
                ActionCodec.read(in.inner("action")),
                in.text("digest"),
                DecisionCodec.readAsk(in.inner("ask")),
                in.map("facts"),
                scopes,
                in.time("expires"));
    }

    /// The answer as an object with the member `type`.
    public static Json.Obj writeAnswer(Answer answer) {
        return switch (answer) {
            case Answer.Approve(String by, Capability capability, Grant.Scope scope) ->
                    Json.object()
                            .put("type", "approve")
                            .put("by", by)
                            .put("capability", CapabilityCodec.write(capability))
                            .put("scope", Members.word(scope))
                            .build();
            case Answer.Decline(String by, Optional<String> guidance) ->
                    Json.object()
                            .put("type", "decline")
                            .put("by", by)
                            .putText("guidance", guidance)
                            .build();
            case Answer.Abort(String by) ->
                    Json.object().put("type", "abort").put("by", by).build();
        };
    }

    /// The answer; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong, or the type is unknown
    public static Answer readAnswer(Json.Obj json) {
        return Reading.of("answer", json, QuestionCodec::readAnswer);
    }

    static Answer readAnswer(Members in) {
        return switch (in.type()) {
            case "approve" ->
                    new Answer.Approve(
                            in.text("by"),
                            CapabilityCodec.read(in.inner("capability")),
                            in.word("scope", Grant.Scope.values()));
            case "decline" -> new Answer.Decline(in.text("by"), in.findText("guidance"));
            case "abort" -> new Answer.Abort(in.text("by"));
            default -> throw in.unknown("answer");
        };
    }

    /// The grant as an object.
    public static Json.Obj writeGrant(Grant grant) {
        return Json.object()
                .put("id", grant.id())
                .put("capability", CapabilityCodec.write(grant.capability()))
                .put("scope", Members.word(grant.scope()))
                .put("expires", Timestamp.write(grant.expires()))
                .put("granted_by", grant.grantedBy())
                .putText("project", grant.project())
                .build();
    }

    /// The grant; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong
    public static Grant readGrant(Json.Obj json) {
        return Reading.of(
                "grant",
                json,
                in ->
                        new Grant(
                                in.text("id"),
                                CapabilityCodec.read(in.inner("capability")),
                                in.word("scope", Grant.Scope.values()),
                                in.time("expires"),
                                in.text("granted_by"),
                                in.findText("project")));
    }
}
