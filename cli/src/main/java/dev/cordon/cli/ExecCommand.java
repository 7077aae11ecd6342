package dev.cordon.cli;

import dev.cordon.engine.Approver;
import dev.cordon.engine.NobodyApprover;
import dev.cordon.engine.Session;
import dev.cordon.engine.SessionListener;
import dev.cordon.engine.SessionLogException;
import dev.cordon.journal.FileJournal;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalException;
import dev.cordon.policy.ConfigException;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.sandbox.Overlay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// `cordon exec`: one turn without a terminal UI.
final class ExecCommand {
    private final Host host;

    ExecCommand(Host host) {
        this.host = host;
    }

    /// @return the exit code
    /// @throws UsageException if the command line or the configuration is wrong
    int run(List<String> arguments) {
        if (asksForHelp(arguments)) {
            host.out().text(ExecHelp.text());
            return ExitCode.DONE.code();
        }
        try {
            return run(ExecOptions.read(arguments));
        } catch (ConfigException e) {
            new RejectedConfiguration(host).record(e);
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (JournalException | SessionLogException e) {
            host.say("cordon: " + e.getMessage());
            return ExitCode.FAILED.code();
        }
    }

    /// Behind `--` stands a prompt, whatever it looks like.
    private static boolean asksForHelp(List<String> arguments) {
        int end = arguments.indexOf("--");
        List<String> options = end < 0 ? arguments : arguments.subList(0, end);
        return options.contains("--help") || options.contains("-h");
    }

    private int run(ExecOptions options) {
        ExecFiles files = new ExecFiles(host);
        options.lastMessageFile().ifPresent(files::writable);
        if (options.trust()) {
            Workplace.trust(host, options.settings());
        }
        Workplace place = Workplace.open(host, options.settings());
        if (!options.skipGitRepoCheck() && !place.trusted() && !place.insideRepository()) {
            throw new UsageException(
                    place.workspace()
                            + " is in no Git repository; go to one, or use --skip-git-repo-check");
        }
        SecretFilter filter = SecretFilter.load(host, place.injectedSecrets());
        Models models = Models.choose(host, place.governance(), filter::learn);
        Optional<Json.Obj> schema = options.outputSchema().map(files::schema);
        Op.Submit prompt = new Op.Submit(new PromptContent(host).of(options), schema);
        Reviewers.Chosen answering = Reviewers.headless(host, place.config(), options.approver());
        StoredSession stored = StoredSession.open(host, options, place.workspace());
        SessionWatch watch = SessionWatch.of(stored.id(), host, place.config(), filter);
        try (answering;
                Journal journal =
                        new SessionJournal(
                                FileJournal.opening(
                                        host.cordonHome().resolve("journal"),
                                        JournalSettings.of(host, place.config())),
                                WorkOrder.of(host),
                                filter,
                                watch::stopReason)) {
            return run(
                    options,
                    new Prepared(
                            place,
                            layer(options, place),
                            models,
                            stored,
                            journal,
                            answering.approver(),
                            filter,
                            watch),
                    prompt);
        } finally {
            watch.close();
            watch.takeWarning().ifPresent(warning -> host.say("warning: " + warning));
        }
    }

    /// What a run needs besides its prompt.
    private record Prepared(
            Workplace place,
            ExecOptions.Layer layer,
            Models models,
            StoredSession stored,
            Journal journal,
            Approver approver,
            SecretFilter filter,
            SessionWatch watch) {}

    private int run(ExecOptions options, Prepared with, Op.Submit prompt) {
        AtomicBoolean unapproved = new AtomicBoolean();
        Session session =
                Session.open(
                        with.stored().id(),
                        new Wiring(host, with.place(), with.models(), folder(with))
                                .parts(
                                        with.stored().id(),
                                        with.journal(),
                                        with.filter(),
                                        with.watch()),
                        with.approver(),
                        with.stored().log(),
                        with.stored().restored(),
                        listener(options, with, unapproved));
        Runnable uninterruptible = host.interrupts().add(session::close);
        TurnOutcome outcome;
        try {
            outcome = session.run(prompt);
        } finally {
            uninterruptible.run();
            session.close();
        }
        folder(with).ifPresent(folder -> layerEnds(options, with.layer(), folder));
        if (outcome instanceof TurnOutcome.Completed(String message)
                && options.lastMessageFile().isPresent()
                && !new ExecFiles(host).write(options.lastMessageFile().get(), message)) {
            return ExitCode.FAILED.code();
        }
        return host.out().broken() ? ExitCode.BROKEN_PIPE.code() : code(outcome, unapproved.get());
    }

    /// In a project that the user called untrusted nobody watches what a run changes: it is kept
    /// apart until somebody looked at it.
    private static ExecOptions.Layer layer(ExecOptions options, Workplace place) {
        boolean apart = options.layer() == ExecOptions.Layer.NONE && place.keepsApart();
        return apart ? ExecOptions.Layer.KEPT : options.layer();
    }

    /// Where the changes of files go if they are kept apart.
    private Optional<Path> folder(Prepared with) {
        return with.layer() == ExecOptions.Layer.NONE
                ? Optional.empty()
                : Optional.of(new Layers(host).place(with.stored().id().value()));
    }

    private void layerEnds(ExecOptions options, ExecOptions.Layer layer, Path folder) {
        try {
            Optional<Overlay> overlay = Overlay.open(folder);
            boolean dropped = layer == ExecOptions.Layer.DROPPED;
            if (!options.json()) {
                List<String> diff =
                        overlay.isEmpty() ? List.of() : new LayerText(overlay.get()).diff();
                host.say(diff.isEmpty() ? "\nno file would change" : "\nchanges, not merged:");
                diff.forEach(line -> host.say(Printable.text(line)));
            }
            if (overlay.isPresent() && dropped) {
                overlay.get().drop();
            } else if (overlay.isPresent()) {
                host.say("the changes are kept: cordon overlay merge " + folder.getFileName());
            }
        } catch (IOException e) {
            host.say("cordon: the layer of changes cannot be read: " + e.getMessage());
        }
    }

    /// A turn that failed after something needed an approval that nobody could give was refused.
    private static int code(TurnOutcome outcome, boolean unapproved) {
        boolean gaveUp =
                outcome instanceof TurnOutcome.Failed failed
                        && failed.kind() == FailureKind.LOOP_DETECTED;
        return (gaveUp && unapproved ? ExitCode.REFUSED : ExitCode.of(outcome)).code();
    }

    private SessionListener listener(ExecOptions options, Prepared with, AtomicBoolean unapproved) {
        SessionListener output;
        Consumer<String> warn;
        if (options.json()) {
            JsonLines lines = new JsonLines(host.out(), options.fullJson());
            with.place().warnings().forEach(lines::warning);
            with.stored().warnings().forEach(lines::warning);
            if (with.stored().restored().nextSequence() > 0) {
                lines.threadStarted(with.stored().id());
            }
            output = lines;
            warn = lines::warning;
        } else {
            with.place().warnings().forEach(warning -> host.say("warning: " + warning));
            with.stored().warnings().forEach(warning -> host.say("warning: " + warning));
            output = new TextOutput(host);
            warn = warning -> host.say("warning: " + warning);
        }
        if (with.layer() != options.layer()) {
            warn.accept(Layers.UNTRUSTED);
        }
        return envelope -> {
            if (envelope.event() instanceof Event.ActionFinished(_, Result.Refused refused)
                    && refused.by().equals(NobodyApprover.NAME)) {
                unapproved.set(true);
            }
            if (envelope.event() instanceof Event.TurnEnded && output instanceof JsonLines lines) {
                folder(with).ifPresent(folder -> tellLayer(lines, with.layer(), folder));
            }
            output.on(envelope);
            with.watch().on(envelope);
            with.watch().takeWarning().ifPresent(warn);
        };
    }

    // Before the last line, which is always that of the turn.
    private void tellLayer(JsonLines lines, ExecOptions.Layer layer, Path folder) {
        try {
            Optional<Overlay> overlay = Overlay.open(folder);
            boolean kept = layer == ExecOptions.Layer.KEPT;
            String name = kept ? String.valueOf(folder.getFileName()) : "";
            if (overlay.isPresent()) {
                lines.layer(new LayerText(overlay.get()).json(name));
            }
        } catch (IOException e) {
            lines.failedLayer(String.valueOf(e.getMessage()));
        }
    }
}
