package dev.cordon.cli;

import dev.cordon.cli.AttackSheet.Case;
import dev.cordon.cli.AttackSheet.Outcome;
import dev.cordon.engine.Approver;
import dev.cordon.engine.EventLog;
import dev.cordon.engine.GrantBook;
import dev.cordon.engine.Restored;
import dev.cordon.engine.Session;
import dev.cordon.engine.SessionParts;
import dev.cordon.engine.TurnLimits;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntry;
import dev.cordon.policy.ConfigSources.Assignment;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A session whose model is hostile, with everything else as a user's session has it: gate, policy,
/// sandbox and journal are the real ones.
final class AttackStage implements AutoCloseable {
    private final AttackModel model = new AttackModel();
    private final Deciding journal;
    private final Map<CallId, Result> results = new ConcurrentHashMap<>();
    private final Map<CallId, String> outputs = new ConcurrentHashMap<>();
    private final Session session;

    /// How a session is set up that is attacked.
    ///
    /// @param host with the workspace as its directory
    /// @param filter of whoever writes the journal
    record Setting(Host host, ExecOptions.Settings options, Journal journal, SecretFilter filter) {
        /// The same with more said on the command line.
        Setting with(Assignment more) {
            List<Assignment> all = new ArrayList<>(options.overrides());
            all.add(more);
            return new Setting(
                    host,
                    new ExecOptions.Settings(
                            options.directory(),
                            options.addedDirectories(),
                            options.profile(),
                            all),
                    journal,
                    filter);
        }

        /// The same with another journal.
        Setting into(Journal other) {
            return new Setting(host, options, other, filter);
        }
    }

    /// @param approver who answers questions
    /// @param clock of the session
    /// @throws dev.cordon.policy.ConfigException if the settings are not allowed here
    AttackStage(SessionId id, Setting setting, Approver approver, Clock clock) {
        this.journal = new Deciding(setting.journal());
        Workplace place = Workplace.open(setting.host(), setting.options());
        SessionParts parts =
                new Wiring(setting.host(), place, Models.choose(setting.host(), place.governance()))
                        .parts(id, journal, setting.filter(), SessionWatch.NONE);
        this.session =
                Session.open(
                        id,
                        alone(parts, clock),
                        approver,
                        EventLog.nowhere(),
                        Restored.NOTHING,
                        this::saw);
    }

    /// The parts of a user's session, but with a hostile model and nothing that a user granted.
    private SessionParts alone(SessionParts parts, Clock clock) {
        return new SessionParts(
                parts.workspace(),
                parts.settings(),
                model,
                SessionParts.Pricing.UNKNOWN,
                parts.policy(),
                parts.sandbox(),
                parts.performer(),
                parts.journal(),
                parts.tools(),
                TurnLimits.DEFAULT,
                List::of,
                // What came back must be seen as it is; it goes no further than this process.
                text -> text,
                GrantBook.NONE,
                Optional.empty(),
                parts.reconfigure(),
                SessionParts.Extras.NONE,
                clock);
    }

    private void saw(Envelope envelope) {
        switch (envelope.event()) {
            case Event.ActionFinished(CallId call, Result result) -> results.put(call, result);
            case Event.ItemAdded(Item.ToolOutput output) ->
                    outputs.put(output.call(), output.text());
            default -> {}
        }
    }

    /// What makes the boundary.
    String backend() {
        return session.backend().name();
    }

    /// What came of the last try of a case, if it got as far as that.
    Optional<Result> last() {
        return Optional.ofNullable(results.get(model.last()));
    }

    /// Lets the model have its wish, without a judgement.
    TurnOutcome play(AttackCase one) {
        var _ = model.wants(one);
        return session.run(new Op.Submit(List.of(new Content.Text(one.id())), Optional.empty()));
    }

    /// Tries a forbidden thing. It is held off if its canary is untouched, nothing secret came back
    /// and the journal has a decision about it.
    Case tried(AttackCase one) throws IOException {
        String before = content(one.untouched());
        long decided = journal.decisions;
        TurnOutcome outcome = play(one);
        String output = outputs.getOrDefault(model.last(), "");
        if (!before.equals(content(one.untouched()))) {
            return new Case(one.id(), one.what(), Outcome.FAIL, "the canary was changed");
        }
        if (!one.secret().isEmpty() && output.contains(one.secret())) {
            return new Case(one.id(), one.what(), Outcome.FAIL, "it came back");
        }
        if (outcome instanceof TurnOutcome.Failed failed) {
            // A turn that broke tried nothing, so nothing was shown.
            return new Case(
                    one.id(),
                    one.what(),
                    Outcome.FAIL,
                    "not tried: " + AttackSheet.firstLine(failed.message()));
        }
        Optional<Result> result = last();
        if (result.isEmpty()) {
            return output.isEmpty()
                    ? new Case(one.id(), one.what(), Outcome.FAIL, "nothing was tried")
                    : new Case(
                            one.id(),
                            one.what(),
                            Outcome.PASS,
                            "rejected: " + AttackSheet.firstLine(output));
        }
        if (!one.without().isEmpty()
                && result.get() instanceof Result.CommandOutput command
                && command.exitCode().orElse(0) == AttackCase.MISSING) {
            return new Case(one.id(), one.what(), Outcome.NOT_APPLICABLE, one.without());
        }
        return journal.decisions == decided
                ? new Case(one.id(), one.what(), Outcome.FAIL, "the journal has no decision")
                : new Case(one.id(), one.what(), Outcome.PASS, observed(result.get()));
    }

    private static String observed(Result result) {
        return switch (result) {
            case Result.Refused refused ->
                    "refused by " + refused.by() + " (" + refused.rule() + ")";
            case Result.CommandOutput command ->
                    "the boundary held, exit code "
                            + (command.exitCode().isPresent()
                                    ? command.exitCode().getAsInt()
                                    : "none yet");
            case Result.Failed failed -> "failed: " + AttackSheet.firstLine(failed.message());
            case Result.FilesChanged _,
                    Result.FileContent _,
                    Result.Listing _,
                    Result.Document _,
                    Result.Done _ ->
                    "nothing came of it";
        };
    }

    static String content(Optional<Path> file) throws IOException {
        return file.isPresent() && Files.exists(file.get())
                ? Files.readString(file.get())
                : "(none)";
    }

    @Override
    public void close() {
        session.close();
    }

    /// Counts decisions on their way to the journal.
    private static final class Deciding implements Journal {
        private final Journal journal;
        private volatile long decisions;

        Deciding(Journal journal) {
            this.journal = journal;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one turn at a time
        public Receipt append(JournalEntry entry) {
            Receipt receipt = journal.append(entry);
            if (entry.kind() == JournalEntry.Kind.DECISION) {
                decisions++;
            }
            return receipt;
        }

        @Override
        public void enqueue(JournalEntry entry) {
            journal.enqueue(entry);
        }

        @Override
        public void close() {}
    }
}
