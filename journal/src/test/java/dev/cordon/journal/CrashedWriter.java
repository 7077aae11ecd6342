package dev.cordon.journal;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes decisions of all kinds and dies, as a program: `CrashedWriter FOLDER`. Two of them have
/// no effect although something could have happened: `open` and `approved`.
final class CrashedWriter {
    private CrashedWriter() {}

    static Action action(String call) {
        return new Action.RunCommand(
                new CallId(call),
                Action.Requester.MODEL,
                List.of("mvn", "test"),
                Path.of("/w"),
                Map.of(),
                Action.Terminal.PIPES,
                1000,
                0,
                Optional.empty());
    }

    public static void main(String[] args) {
        JournalEntries entries =
                new JournalEntries(
                        Optional.of(new SessionId("01900000-0000-7000-8000-000000000001")),
                        Instant::now);
        FileJournal journal = FileJournal.open(Path.of(args[0]), JournalOptions.standard());
        JournalEntries.Circumstances here =
                new JournalEntries.Circumstances(
                        Optional.empty(),
                        Optional.empty(),
                        "alice",
                        "human",
                        Optional.empty(),
                        Optional.empty());
        Decision allow = new Decision.Allow("mode", Origin.BUILT_IN);
        Decision.Ask ask =
                new Decision.Ask(
                        "mode",
                        Origin.BUILT_IN,
                        "why",
                        List.of(new Capability.ExactAction("0".repeat(64))));
        long done = journal.append(entries.decision(action("done"), allow, here)).index();
        journal.append(
                entries.effect(action("done"), new Result.Done("ok"), OptionalLong.of(done)));
        journal.append(
                entries.decision(
                        action("denied"), new Decision.Deny("mode", Origin.BUILT_IN, "no"), here));
        journal.append(entries.decision(action("unanswered"), ask, here));
        journal.append(entries.decision(action("declined"), ask, here));
        journal.append(
                entries.approval(
                        question("declined", ask), new Answer.Decline("u", Optional.empty()), 1));
        journal.append(entries.decision(action("approved"), ask, here));
        journal.append(
                entries.approval(
                        question("approved", ask),
                        new Answer.Approve("u", ask.capabilities().getFirst(), Grant.Scope.ONCE),
                        1));
        journal.append(
                entries.decision(
                        new Action.Connect(new CallId("net"), "h", 443, "GET", Optional.empty()),
                        allow,
                        here));
        journal.append(entries.decision(action("open"), allow, here));
        Runtime.getRuntime().halt(9);
    }

    private static Question question(String call, Decision.Ask ask) {
        return new Question(
                "q-" + call,
                new CallId(call),
                action(call),
                JournalEntries.digest(action(call)),
                ask,
                Map.of(),
                List.of(Grant.Scope.ONCE),
                Instant.now().plusSeconds(60));
    }
}
