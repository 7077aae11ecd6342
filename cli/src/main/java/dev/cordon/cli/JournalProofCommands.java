package dev.cordon.cli;

import dev.cordon.journal.Checkpointer;
import dev.cordon.journal.ConsistencyProof;
import dev.cordon.journal.InclusionProof;
import dev.cordon.journal.JournalException;
import dev.cordon.journal.JournalProver;
import dev.cordon.journal.JournalVerifier;
import dev.cordon.journal.KeyRotation;
import dev.cordon.journal.SignedNote;
import dev.cordon.journal.TrustedKeys;
import dev.cordon.journal.VerifierKey;
import dev.cordon.journal.VerifyReport;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The commands that show that the journal was not changed.
final class JournalProofCommands {
    /// Nothing is wrong, but something could not be shown; told apart so that scripts can.
    private static final int INCOMPLETE = 3;

    private JournalProofCommands() {}

    /// The key that an option gives: a file, or the key itself.
    private static Optional<VerifierKey> key(Host host, @Nullable String given) throws IOException {
        if (given == null) {
            return Optional.empty();
        }
        try {
            Path file = host.directory().resolve(given);
            boolean isText = given.indexOf('+') >= 0 && !Files.exists(file);
            return Optional.of(
                    VerifierKey.read(
                            isText ? given : Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--key: " + e.getMessage());
        }
    }

    @Command(
            name = "verify",
            description = "Check every entry, the tree and the checkpoints, offline.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit code 0: good. 1: changed; the first bad entry is named. 3: nothing is wrong,",
                "but not all of it is covered by a checkpoint yet."
            })
    static final class Verify implements Callable<Integer> {
        private final Host host;

        @Option(names = "--since", paramLabel = "ENTRY", description = "Begin at this entry.")
        private long since;

        @Option(names = "--key", description = "The journal's public key, or a file with it.")
        private @Nullable String key;

        @Option(
                names = "--anchor",
                paramLabel = "FILE",
                description = "Checkpoints that were kept outside.")
        private @Nullable Path anchor;

        @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
        private @Nullable Path named;

        Verify(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            List<SignedNote> outside =
                    anchor == null
                            ? List.of()
                            : JournalVerifier.notes(host.directory().resolve(anchor));
            VerifyReport report =
                    new JournalVerifier(JournalCommand.folder(host, named), key(host, key), outside)
                            .verify(since);
            print(report);
            return switch (report.verdict()) {
                case GOOD -> ExitCode.DONE.code();
                case BAD -> ExitCode.FAILED.code();
                case INCOMPLETE -> INCOMPLETE;
            };
        }

        private void print(VerifyReport report) {
            host.out()
                    .line(
                            report.log()
                                    + ": "
                                    + report.entries()
                                    + " entries, "
                                    + report.checked()
                                    + " checked, "
                                    + report.signed()
                                    + " covered by "
                                    + report.checkpoints()
                                    + " checkpoints, "
                                    + report.withoutContent()
                                    + " without content");
            report.problems().forEach(problem -> host.out().line("BAD   " + problem));
            report.notes().forEach(note -> host.out().line("note  " + note));
            host.out()
                    .line(
                            report.anchored().isPresent()
                                    ? "note  the first "
                                            + report.anchored().getAsLong()
                                            + " entries are as they were when they were anchored"
                                            + " outside"
                                    : "note  no checkpoint from outside was given: who has the key"
                                            + " could have rewritten all of it");
            host.out()
                    .line(
                            switch (report.verdict()) {
                                case GOOD -> "good";
                                case BAD -> "CHANGED";
                                case INCOMPLETE -> "nothing wrong, not all covered";
                            });
        }
    }

    @Command(
            name = "prove",
            description = "Print a proof that an entry is in the journal.",
            mixinStandardHelpOptions = true)
    static final class Prove implements Callable<Integer> {
        private final Host host;

        @Parameters(arity = "0..1", paramLabel = "ENTRY", description = "The number of the entry.")
        private @Nullable Long entry;

        @Option(
                names = "--consistency",
                paramLabel = "OLD",
                description =
                        "Prove instead that the journal only grew since a checkpoint: a file that"
                                + " holds it, or the number of entries it covers.")
        private @Nullable String old;

        @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
        private @Nullable Path named;

        Prove(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            Path folder = JournalCommand.folder(host, named);
            JournalProver prover = new JournalProver(folder);
            try {
                new Checkpointer(folder, JournalSettings.of(host)).sign();
            } catch (JournalException e) {
                host.say("cordon: no new checkpoint: " + e.getMessage());
            }
            if (old != null) {
                host.out().line(JsonText.write(prover.consistency(older(prover, old)).json()));
            } else if (entry != null) {
                host.out().line(JsonText.write(prover.prove(entry).json()));
            } else {
                throw new UsageException(
                        "name an entry, or an older checkpoint with --consistency");
            }
            return ExitCode.DONE.code();
        }

        private SignedNote older(JournalProver prover, String given) throws IOException {
            Path file = host.directory().resolve(given);
            if (!Files.exists(file)) {
                try {
                    return prover.checkpoint(Long.parseLong(given));
                } catch (NumberFormatException e) {
                    throw new UsageException(given + " is neither a file nor a number of entries");
                }
            }
            List<SignedNote> notes = JournalVerifier.notes(file);
            if (notes.isEmpty()) {
                throw new UsageException(file + " holds no checkpoint");
            }
            return notes.getLast();
        }
    }

    @Command(
            name = "check-proof",
            description = "Check a proof, with nothing but the journal's public key.",
            mixinStandardHelpOptions = true)
    static final class CheckProof implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "FILE", description = "What 'prove' printed.")
        private Path file = Path.of("");

        @Option(names = "--key", required = true, description = "The key, or a file with it.")
        private String key = "";

        @Option(
                names = "--keys",
                paramLabel = "FOLDER",
                description = "A journal with the rotations of that key.")
        private @Nullable Path rotations;

        private TrustedKeys trusted() throws IOException {
            VerifierKey given = key(host, key).orElseThrow();
            return rotations == null
                    ? TrustedKeys.of(given)
                    : TrustedKeys.of(given, host.directory().resolve(rotations));
        }

        CheckProof(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            String text = Files.readString(host.directory().resolve(file), StandardCharsets.UTF_8);
            try {
                Json.Obj json = JsonText.readObject(text);
                TrustedKeys trusted = trusted();
                Optional<String> problem;
                String good;
                if (json.find("cordon_consistency").isPresent()) {
                    problem = ConsistencyProof.read(json).problem(trusted);
                    good = "the journal only grew between the two checkpoints";
                } else {
                    InclusionProof proof = InclusionProof.read(json);
                    problem = proof.problem(trusted);
                    good = "entry " + proof.index() + " is in the journal";
                }
                host.out().line(problem.map(p -> "proves nothing: " + p).orElse(good));
                return problem.isEmpty() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
            } catch (JsonException e) {
                throw new UsageException(file + " is no proof: " + e.getMessage());
            }
        }
    }

    @Command(
            name = "rotate-key",
            description = "Give the journal a new key; what the old one signed still verifies.",
            mixinStandardHelpOptions = true)
    static final class RotateKey implements Callable<Integer> {
        private final Host host;

        @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
        private @Nullable Path named;

        RotateKey(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            KeyRotation rotation =
                    new Checkpointer(JournalCommand.folder(host, named), JournalSettings.of(host))
                            .rotate();
            host.out().line(rotation.after().toString());
            host.say(
                    "The old key signed for the first "
                            + rotation.size()
                            + " entries. Keep the new one where you kept the old one.");
            return ExitCode.DONE.code();
        }
    }
}
