package dev.cordon.cli;

import dev.cordon.journal.Attestation;
import dev.cordon.journal.JournalOptions;
import dev.cordon.journal.VerifierKey;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cordon attest`: a signed statement of what a session did and what came of it.
@Command(
        name = "attest",
        description = "Print a signed statement that binds a session to a commit.",
        mixinStandardHelpOptions = true)
final class AttestCommand implements Callable<Integer> {
    private static final int MAX_GIT_OUTPUT_BYTES = 4096;

    private final Host host;

    @Parameters(
            arity = "0..1",
            paramLabel = "SESSION",
            description = "The id of the session; not with 'verify'.")
    private @Nullable String session;

    @Option(names = "--commit", paramLabel = "REVISION", description = "What came of it.")
    private @Nullable String commit;

    @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
    private @Nullable Path named;

    AttestCommand(Host host) {
        this.host = host;
    }

    static CommandLine tree(Host host) {
        return new CommandLine(new AttestCommand(host)).addSubcommand(new Verify(host));
    }

    @Override
    public Integer call() throws IOException {
        if (session == null) {
            throw new UsageException("name the session: cordon attest SESSION");
        }
        Attestation attestation =
                new Attestation(JournalCommand.folder(host, named), JournalOptions.standard());
        host.out().line(JsonText.write(attestation.make(session, subjects(host, commit))));
        return ExitCode.DONE.code();
    }

    /// The commit and its tree, which survives a rebase.
    private static List<Attestation.Subject> subjects(Host host, @Nullable String revision)
            throws IOException {
        List<Attestation.Subject> subjects = new ArrayList<>();
        if (revision != null) {
            for (String type : List.of("commit", "tree")) {
                String id = revParse(host, revision + "^{" + type + "}");
                String name = type.equals("commit") ? "gitCommit" : "gitTree";
                subjects.add(new Attestation.Subject(type, name, id));
            }
        }
        return subjects;
    }

    private static String revParse(Host host, String revision) throws IOException {
        Process git =
                new ProcessBuilder(
                                "git",
                                "rev-parse",
                                "--verify",
                                "--quiet",
                                "--end-of-options",
                                revision)
                        .directory(host.directory().toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        git.getOutputStream().close();
        byte[] output = git.getInputStream().readNBytes(MAX_GIT_OUTPUT_BYTES);
        try {
            if (git.waitFor() != 0) {
                throw new UsageException("Git knows no " + revision + " here");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Git looked for " + revision, e);
        }
        return new String(output, StandardCharsets.US_ASCII).strip();
    }

    @Command(
            name = "verify",
            description = "Check such a statement offline, with the journal's public key.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "FILE", description = "What 'attest' printed.")
        private Path file = Path.of("");

        @Option(names = "--key", required = true, description = "A file with the public key.")
        private Path key = Path.of("");

        @Option(names = "--commit", paramLabel = "REVISION", description = "It must bind this.")
        private @Nullable String commit;

        Verify(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            try {
                Optional<String> problem =
                        Attestation.problem(
                                JsonText.readObject(text(file)),
                                VerifierKey.read(text(key)),
                                subjects(host, commit));
                host.out().line(problem.map(p -> "shows nothing: " + p).orElse("good"));
                return problem.isEmpty() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
            } catch (JsonException | IllegalArgumentException e) {
                throw new UsageException(file + " with " + key + ": " + e.getMessage());
            }
        }

        private String text(Path path) throws IOException {
            return Files.readString(host.directory().resolve(path), StandardCharsets.UTF_8);
        }
    }
}
