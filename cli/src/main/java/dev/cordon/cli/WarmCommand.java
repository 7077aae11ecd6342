package dev.cordon.cli;

import dev.cordon.cli.warm.WarmServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cordon warm`: keeps a process that `exec` and `sandbox` need not start. Off until it is asked
/// for, and gone when nobody used it for a while.
@Command(
        name = "warm",
        description = {
            "Keep a warm process, so that exec and sandbox start at once.",
            "It runs only what comes from the same user, namespaces, limits and environment; all"
                    + " else starts a process of its own, as without it."
        },
        mixinStandardHelpOptions = true)
final class WarmCommand implements Callable<Integer> {
    private static final int MAX_MINUTES = 24 * 60;

    private final Host host;

    @Parameters(paramLabel = "start|status|stop", description = "What to do.")
    private String action = "";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "End after N minutes without a run; default 30.")
    private int minutes = 30;

    WarmCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (minutes < 1 || minutes > MAX_MINUTES) {
            throw new UsageException("--minutes is 1 to " + MAX_MINUTES + ", not " + minutes);
        }
        return switch (action) {
            case "start" -> start();
            // Those that are running answer for themselves, see `answer`.
            case "status" -> {
                host.out().line(absent());
                yield ExitCode.FAILED.code();
            }
            case "stop" -> {
                host.say(absent());
                yield ExitCode.DONE.code();
            }
            case "serve" -> serve();
            default ->
                    throw new UsageException(
                            "unknown word \"" + action + "\"; use start, status or stop");
        };
    }

    private String absent() {
        return Files.exists(socket())
                ? "there is a warm process, but it takes nothing from here; see " + log()
                : "there is no warm process; cordon warm start makes one";
    }

    private int start() throws IOException, InterruptedException {
        Path client = program("lib/cordon-warm");
        folder();
        int code =
                new ProcessBuilder(
                                client.toString(),
                                "serve",
                                socket().toString(),
                                program("bin/cordon").toString(),
                                log().toString(),
                                Integer.toString(minutes))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (code != 0) {
            host.say("cordon: no warm process could be started; see " + log());
            return ExitCode.FAILED.code();
        }
        host.say("A warm process is there; it ends after " + minutes + " minutes without a run.");
        return ExitCode.DONE.code();
    }

    private Path program(String name) {
        Path program =
                Packaged.own()
                        .map(own -> own.folder().resolve(name))
                        .orElseThrow(() ->
                                new UsageException("only the packaged program can be kept warm"));
        if (!Files.isExecutable(program)) {
            throw new UsageException(
                    program + " is missing: this build was made without a C compiler");
        }
        return program;
    }

    private int serve() throws IOException, InterruptedException {
        PrintStream words = host.err();
        try (FileChannel channel =
                        FileChannel.open(
                                folder().resolve("warm.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                words.println("there is a warm process already");
                return ExitCode.DONE.code();
            }
            Serving serving = new Serving();
            try (WarmServer server =
                    new WarmServer(
                            socket(),
                            System.getProperty("cordon.build", ""),
                            host.environment(),
                            serving::run,
                            words)) {
                serving.server = server;
                server.serve(Duration.ofMinutes(minutes));
            }
        }
        return ExitCode.DONE.code();
    }

    private Path folder() throws IOException {
        return Files.createDirectories(
                host.cordonHome().resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private Path socket() {
        return host.cordonHome().resolve("run/warm.sock");
    }

    private Path log() {
        return host.cordonHome().resolve("run/warm.log");
    }

    /// Runs what comes, and answers what is asked of the warm process itself.
    private static final class Serving {
        private volatile @org.jspecify.annotations.Nullable WarmServer server;

        int run(WarmServer.Run run) {
            Host there =
                    new Host(
                            run.environment(),
                            run.folder(),
                            Host.home(run.environment(), run.folder()),
                            run.in(),
                            ProtocolOutput.to(run.out()),
                            new PrintStream(run.err(), true, StandardCharsets.UTF_8),
                            run.onInterrupt()::apply);
            WarmServer asked = server;
            return asked != null && run.arguments().getFirst().equals("warm")
                    ? answer(asked, there, run.arguments().getLast())
                    : Main.run(there, run.arguments());
        }

        private static int answer(WarmServer server, Host there, String action) {
            return switch (action) {
                case "status" -> status(server, there);
                case "stop" -> stop(server, there);
                default -> {
                    there.say("A warm process is there: " + ProcessHandle.current().pid() + ".");
                    yield ExitCode.DONE.code();
                }
            };
        }

        private static int status(WarmServer server, Host there) {
            WarmServer.Status status = server.status();
            there.out().line("process " + ProcessHandle.current().pid());
            there.out().line("runs " + (status.taken() - 1) + ", now " + (status.now() - 1));
            status.refusal().ifPresent(reason -> there.out().line("last run not taken: " + reason));
            return ExitCode.DONE.code();
        }

        private static int stop(WarmServer server, Host there) {
            server.end();
            there.say("The warm process takes no more runs and ends with the last.");
            return ExitCode.DONE.code();
        }
    }
}
