package dev.cordon.cli;

import dev.cordon.engine.SessionRewind;
import dev.cordon.engine.UnknownSessionException;
import dev.cordon.journal.FileJournal;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Timestamp;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `cordon rewind`: takes files, conversation or both back to before a turn.
@Command(
        name = "rewind",
        description = "Go back to before a turn.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without SESSION the newest one of this directory is meant. What is there now is kept"
                + " as",
            "one more checkpoint: going to that one undoes it. What Git ignores is not touched."
        })
final class RewindCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(
            arity = "0..2",
            paramLabel = "[N] [SESSION]",
            description = "Number of the checkpoint, and the session's id, its start, or name.")
    private List<String> operands = List.of();

    @Option(names = "--list", description = "List what can be gone back to.")
    private boolean list;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @ArgGroup private What what = new What();

    /// What goes back; one of these.
    static final class What {
        @Option(names = "--files", description = "Only files.")
        private boolean files;

        @Option(names = "--chat", description = "Only the conversation.")
        private boolean chat;

        @Option(names = "--both", description = "Both.")
        private boolean both;
    }

    RewindCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            if (operands.size() > 1) {
                throw new UsageException("--list takes one SESSION");
            }
            show(session(operands.isEmpty() ? "" : operands.getFirst()));
            return ExitCode.DONE.code();
        }
        if (operands.isEmpty()) {
            throw new UsageException("say which checkpoint; `cordon rewind --list` shows them");
        }
        Op.RewindWhat wanted = wanted();
        int number = number(operands.getFirst());
        Path file = session(operands.size() > 1 ? operands.get(1) : "");
        Path home = host.cordonHome().toAbsolutePath();
        SessionRewind.Rewound rewound;
        try (FileJournal journal =
                FileJournal.open(home.resolve("journal"), JournalSettings.of(host))) {
            rewound =
                    new SessionRewind(home, Clock.systemUTC())
                            .rewind(file, number, wanted, journal);
        }
        rewound.notes().forEach(note -> host.say(Printable.line(note, 400)));
        if (json) {
            host.out()
                    .line(
                            JsonText.write(
                                    Json.object()
                                            .put("number", number)
                                            .put("undo", rewound.undo())
                                            .put("changed_files", rewound.changedFiles())
                                            .put("notes", rewound.notes())
                                            .build()));
        } else {
            host.out()
                    .line(
                            "Back at checkpoint "
                                    + number
                                    + ", "
                                    + rewound.changedFiles()
                                    + " files changed. `cordon rewind "
                                    + rewound.undo()
                                    + "` undoes this.");
        }
        return ExitCode.DONE.code();
    }

    private Op.RewindWhat wanted() {
        if (what.files) {
            return Op.RewindWhat.FILES;
        }
        if (what.chat) {
            return Op.RewindWhat.CHAT;
        }
        if (what.both) {
            return Op.RewindWhat.BOTH;
        }
        throw new UsageException("say what goes back: --files, --chat or --both");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new UsageException(
                    "\""
                            + text
                            + "\" is no number of a checkpoint; `cordon rewind --list` shows them");
        }
    }

    private Path session(String wanted) {
        if (!wanted.isEmpty()) {
            return SessionsCommand.store(host).find(wanted);
        }
        return SessionsCommand.store(host)
                .last(Optional.of(host.directory()))
                .orElseThrow(() ->
                        new UnknownSessionException(
                                "No session began in "
                                        + host.directory()
                                        + ". Name one; `cordon sessions list` shows them."));
    }

    private void show(Path file) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("N", "TAKEN", "BEFORE"));
        for (SessionRewind.Point point : SessionRewind.points(file)) {
            String before = (point.undo() ? "undo of a rewind " : "") + point.prompt();
            if (json) {
                host.out()
                        .line(
                                JsonText.write(
                                        Json.object()
                                                .put("number", point.number())
                                                .put("time", Timestamp.write(point.time()))
                                                .put("prompt", point.prompt())
                                                .put("undo", point.undo())
                                                .build()));
            } else {
                rows.add(
                        List.of(
                                Integer.toString(point.number()),
                                Timestamp.write(point.time()).substring(0, 19).replace('T', ' '),
                                Printable.line(before, 80)));
            }
        }
        if (!json) {
            Printable.table(rows).forEach(host.out()::line);
        }
    }
}
