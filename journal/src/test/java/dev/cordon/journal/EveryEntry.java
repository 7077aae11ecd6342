package dev.cordon.journal;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// An entry of each kind, about an action of each kind, with each verdict.
final class EveryEntry {
    static final SessionId SESSION = new SessionId("01900000-0000-7000-8000-000000000001");
    static final Instant TIME = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final JournalEntries ENTRIES =
            new JournalEntries(Optional.of(SESSION), () -> TIME);
    private static final Action.Requester MODEL = Action.Requester.MODEL;

    private EveryEntry() {}

    static List<Action> actions() {
        CallId call = new CallId("call-1");
        Path file = Path.of("/home/alice/shop/src/Main.java");
        return List.of(
                new Action.RunCommand(
                        call,
                        MODEL,
                        List.of("/bin/bash", "-c", "mvn test | tee x=1\nls"),
                        Path.of("/home/alice/shop"),
                        Map.of(),
                        Action.Terminal.PIPES,
                        1000,
                        0,
                        Optional.empty()),
                new Action.WriteStdin(call, MODEL, 3, "y\n", 1000),
                new Action.StopProcess(call, MODEL, 3),
                new Action.ApplyPatch(
                        call,
                        MODEL,
                        List.of(
                                new Action.FileChange(
                                        file,
                                        Action.ChangeKind.UPDATE,
                                        Optional.empty(),
                                        Optional.of("0".repeat(64)),
                                        Optional.of("class Main {}\n")))),
                new Action.ReadFile(call, MODEL, file, 0, 100),
                new Action.Connect(call, "api.example.org", 443, "CONNECT", Optional.empty()),
                new Action.FetchUrl(call, MODEL, URI.create("https://example.org/a?b=c"), 1000),
                new Action.WebSearch(call, MODEL, "how to", 5),
                new Action.CallMcpTool(call, MODEL, "files", "read", Json.object().build(), true),
                new Action.StartAgent(call, MODEL, "tester", "test it"));
    }

    static List<JournalEntry> all() {
        List<JournalEntry> all = new ArrayList<>();
        all.add(ENTRIES.session("start", Json.object().put("cwd", "/home/alice/shop").build()));
        all.add(ENTRIES.prompt(Optional.empty(), "do it"));
        all.add(ENTRIES.modelRequest(Optional.empty(), "openai", "gpt-5", 4, 1));
        all.add(
                ENTRIES.modelAnswer(
                        Optional.empty(),
                        "openai",
                        "gpt-5",
                        Usage.UNKNOWN,
                        OptionalLong.of(12),
                        Optional.of("req-1")));
        all.add(
                ENTRIES.modelFailure(
                        Optional.empty(),
                        "openai",
                        "gpt-5",
                        FailureKind.LOOP_DETECTED,
                        "again",
                        Optional.empty()));
        all.add(ENTRIES.reroute(Optional.empty(), "openai", "gpt-5", "gpt-5-mini", "policy"));
        for (Action action : actions()) {
            about(action, all);
        }
        all.add(ENTRIES.policy("loaded", "/etc/cordon/requirements.toml", "ab".repeat(32), "1"));
        all.add(ENTRIES.rejected("/etc/cordon/requirements.toml:3", "unknown key", "1"));
        all.add(ENTRIES.checkpoint(Optional.empty(), 1, "ref"));
        all.add(ENTRIES.rewind(1, Op.RewindWhat.values()[0], 2));
        all.add(ENTRIES.login("openai", "api_key", "in"));
        all.add(ENTRIES.login("openai", "api_key", "out"));
        all.add(ENTRIES.error("gate", new IllegalStateException("broken")));
        all.add(ENTRIES.selfTest(Json.object().put("passed", 3).build()));
        all.add(ENTRIES.session("end", Json.object().put("turns", 1).build()));
        return all;
    }

    private static void about(Action action, List<JournalEntry> all) {
        JournalEntries.Circumstances here =
                new JournalEntries.Circumstances(
                        Optional.empty(),
                        Optional.of("cd".repeat(32)),
                        "alice",
                        "human",
                        Optional.empty(),
                        Optional.empty());
        Decision.Ask ask =
                new Decision.Ask(
                        "approval_policy",
                        Origin.BUILT_IN,
                        "why|not = so\nlong",
                        List.of(new Capability.ExactAction("0".repeat(64))));
        all.add(
                ENTRIES.decision(
                        action, new Decision.Allow("sandbox_mode", Origin.BUILT_IN), here));
        all.add(
                ENTRIES.decision(
                        action, new Decision.Deny("rules.prefix[x]", Origin.BUILT_IN, "no"), here));
        all.add(ENTRIES.decision(action, ask, here));
        all.add(ENTRIES.undecided(action, "it broke", here));
        Question question =
                new Question(
                        "q-1",
                        action.call(),
                        action,
                        JournalEntries.digest(action),
                        ask,
                        Map.of(),
                        List.of(Grant.Scope.ONCE),
                        TIME.plusSeconds(60));
        all.add(
                ENTRIES.approval(
                        question,
                        new Answer.Approve("user", ask.capabilities().getFirst(), Grant.Scope.ONCE),
                        12));
        all.add(ENTRIES.effect(action, result(action), OptionalLong.of(7)));
        if (action instanceof Action.Connect connection) {
            all.add(ENTRIES.network(connection, Optional.empty()));
            all.add(
                    ENTRIES.network(
                            connection,
                            Optional.of(
                                    new Result.Refused(
                                            "network.default",
                                            Origin.BUILT_IN,
                                            "policy",
                                            "closed"))));
            all.add(ENTRIES.networkEnded(connection, 1, 2, 3));
        }
    }

    private static Result result(Action action) {
        return action instanceof Action.RunCommand
                ? new Result.CommandOutput(
                        OptionalInt.empty(),
                        OptionalInt.of(1),
                        "no",
                        2,
                        Optional.empty(),
                        5,
                        List.of())
                : new Result.Failed("it failed");
    }
}
