package dev.cordon.cli;

import dev.cordon.engine.PromptInput;
import dev.cordon.engine.SessionParts;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.JournalException;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cordon debug`: looks at what happens inside without doing it.
@Command(
        name = "debug",
        description = "Look at what a model would be sent.",
        mixinStandardHelpOptions = true)
final class DebugCommand {
    static CommandLine tree(Host host) {
        return new CommandLine(new DebugCommand()).addSubcommand(new Input(host));
    }

    @Command(
            name = "prompt-input",
            description = "Print the request that a prompt would make, as JSON; nothing is sent.",
            mixinStandardHelpOptions = true)
    static final class Input implements Callable<Integer> {
        private final Host host;

        @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "What would be asked.")
        private String prompt = "";

        @Option(
                names = {"-C", "--cd"},
                paramLabel = "DIR",
                description = "Work in DIR.")
        private String directory = "";

        @Option(
                names = {"-m", "--model"},
                paramLabel = "MODEL",
                description = "The model that would be asked.")
        private String model = "";

        @Option(
                names = {"-c", "--config"},
                paramLabel = "KEY=VALUE",
                description = "Set a configuration key.")
        private List<String> settings = List.of();

        Input(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            List<String> arguments = new ArrayList<>();
            settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
            if (!model.isEmpty()) {
                arguments.addAll(List.of("-m", model));
            }
            Optional<Path> folder =
                    directory.isEmpty() ? Optional.empty() : Optional.of(Path.of(directory));
            ExecOptions.Settings told = ExecOptions.read(arguments).settings();
            Workplace place =
                    Workplace.open(
                            host,
                            new ExecOptions.Settings(
                                    folder, List.of(), told.profile(), told.overrides()));
            SessionParts parts =
                    new Wiring(host, place, Models.choose(host, place.governance()))
                            .parts(
                                    SessionId.fresh(),
                                    new Closed(),
                                    SecretFilter.load(host),
                                    SessionWatch.NONE);
            try {
                host.out()
                        .line(
                                PromptInput.of(
                                        parts,
                                        new Op.Submit(
                                                List.of(new Content.Text(prompt)),
                                                Optional.empty())));
            } finally {
                parts.client().close();
            }
            return ExitCode.DONE.code();
        }
    }

    /// Nothing is done, so nothing can be written down.
    private static final class Closed implements Journal {
        @Override
        public Receipt append(JournalEntry entry) {
            throw new JournalException("nothing happens here that could be journalled");
        }

        @Override
        public void close() {}
    }
}
