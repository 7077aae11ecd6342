package dev.cordon.cli;

import dev.cordon.journal.Attestation;
import dev.cordon.journal.Authorship;
import dev.cordon.journal.JournalProver;
import dev.cordon.journal.VerifierKey;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// `cordon attest`: a signed statement of what a session did and what came of it.
@Command(
        name = "attest",
        description = "Print a signed statement that binds a session to a commit.",
        mixinStandardHelpOptions = true)
final class AttestCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(
            arity = "0..1",
            paramLabel = "SESSION|COMMIT",
            description = "A session, or a commit whose sessions are looked for.")
    private @Nullable String named;

    @Option(names = "--commit", paramLabel = "REVISION", description = "What came of it.")
    private @Nullable String commit;

    @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
    private @Nullable Path journal;

    AttestCommand(Host host) {
        this.host = host;
    }

    static CommandLine tree(Host host) {
        return new CommandLine(new AttestCommand(host))
                .addSubcommand(new Verify(host))
                .addSubcommand(new Trace(host));
    }

    @Override
    public Integer call() throws IOException {
        if (named == null) {
            throw new UsageException("name a session or a commit: cordon attest SESSION|COMMIT");
        }
        Path folder = JournalCommand.folder(host, journal);
        Attestation attestation = new Attestation(folder, JournalSettings.of(host));
        Optional<Commit> found = Commit.find(host.directory(), named);
        Json.Obj envelope =
                found.isPresent() && commit == null
                        ? ofCommit(attestation, folder, found.get())
                        : attestation.make(named, subjects(host, commit));
        host.out().line(JsonText.write(envelope));
        return ExitCode.DONE.code();
    }

    /// Sessions that left a content which the commit has; where there is none, those that worked in
    /// the repository between the commit and its parent.
    private Json.Obj ofCommit(Attestation attestation, Path folder, Commit found)
            throws IOException {
        Authorship authorship = Authorship.read(folder);
        Set<String> sessions = new TreeSet<>();
        List<Json> matched = new ArrayList<>();
        for (String file : found.files()) {
            Optional<Authorship.Change> change =
                    found.content(file).flatMap(bytes -> authorship.of(Commit.digest(bytes)));
            change.ifPresent(c -> {
                sessions.add(c.session());
                matched.add(
                        Json.object()
                                .put("path", file)
                                .put("session", c.session())
                                .put("seq", c.seq())
                                .build());
            });
        }
        String by = sessions.isEmpty() ? "time" : "content";
        if (sessions.isEmpty()) {
            sessions.addAll(authorship.around(found.root(), found.parentTime(), found.time()));
        }
        if (sessions.isEmpty()) {
            throw new UsageException("no session in the journal has to do with " + found.id());
        }
        Json.Obj source =
                Json.object()
                        .put("commit", found.id())
                        .put("matched_by", by)
                        .put("files", Json.array(matched))
                        .put("files_in_commit", found.files().size())
                        .build();
        return attestation.make(sessions, subjects(found), source);
    }

    private static List<Attestation.Subject> subjects(Commit found) throws IOException {
        return List.of(
                new Attestation.Subject("commit", "gitCommit", found.id()),
                new Attestation.Subject("tree", "gitTree", found.tree()));
    }

    /// The commit and its tree, which survives a rebase.
    private static List<Attestation.Subject> subjects(Host host, @Nullable String revision)
            throws IOException {
        if (revision == null) {
            return List.of();
        }
        return subjects(
                Commit.find(host.directory(), revision)
                        .orElseThrow(
                                () -> new UsageException("Git knows no " + revision + " here")));
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

    @Command(
            name = "trace",
            description = "Print which lines of a commit a model wrote, as Agent Trace.",
            mixinStandardHelpOptions = true)
    static final class Trace implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "COMMIT", description = "The commit.")
        private String commit = "";

        @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
        private @Nullable Path journal;

        Trace(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            Commit found =
                    Commit.find(host.directory(), commit)
                            .orElseThrow(
                                    () -> new UsageException("Git knows no " + commit + " here"));
            Path folder = JournalCommand.folder(host, journal);
            String log = new JournalProver(folder).key().map(VerifierKey::name).orElse("unknown");
            host.out()
                    .line(
                            JsonText.write(
                                    new AgentTrace(found, Authorship.read(folder), log)
                                            .json(Instant.now())));
            return ExitCode.DONE.code();
        }
    }
}
