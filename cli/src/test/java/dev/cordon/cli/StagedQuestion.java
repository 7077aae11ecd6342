package dev.cordon.cli;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A question that somebody is asked.
final class StagedQuestion {
    private static final Capability HOST = new Capability.Host("example.org", 443);

    private StagedQuestion() {}

    static Event asked() {
        CallId call = new CallId("c1");
        return new Event.Asked(
                new Question(
                        "q1",
                        call,
                        new Action.Connect(call, "example.org", 443, "GET", Optional.empty()),
                        "00",
                        new Decision.Ask(
                                "network.unknown",
                                new Origin(Origin.Layer.BUILT_IN, "", 0),
                                "nobody knows it",
                                List.of(HOST)),
                        Map.of("host", "example.org"),
                        List.of(Grant.Scope.ONCE),
                        Instant.parse("2100-01-01T00:00:00Z")));
    }

    static Op yes() {
        return new Op.Reply("q1", new Answer.Approve("user", HOST, Grant.Scope.ONCE));
    }
}
