package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Binds what came out of a session to what the journal has of it: an in-toto statement in a DSSE
/// envelope, signed with the journal's key.
///
/// @see <a href="https://in-toto.io/Statement/v1">in-toto Statement v1</a>
public final class Attestation {
    /// The type of what is said.
    public static final String PREDICATE = "https://cordon.dev/attestations/agent-run/v1";

    private static final String STATEMENT = "https://in-toto.io/Statement/v1";

    private final Path folder;
    private final JournalOptions options;

    /// @param folder of the journal
    public Attestation(Path folder, JournalOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /// What a session produced.
    ///
    /// @param name for example `commit` or `tree`
    /// @param algorithm for example `gitCommit` or `sha256`
    /// @param digest in hex
    public record Subject(String name, String algorithm, String digest) {
        private Json.Obj json() {
            return Json.object()
                    .put("name", name)
                    .put("digest", Json.object().put(algorithm, digest).build())
                    .build();
        }
    }

    /// Makes the envelope.
    ///
    /// @throws IOException if the journal has nothing of the session
    public Json.Obj make(String session, List<Subject> subjects) throws IOException {
        return make(Set.of(session), subjects, Json.object().build());
    }

    /// Makes the envelope for several sessions.
    ///
    /// @param source what the subjects were found by, for example the commit; may be empty
    /// @throws IOException if the journal has nothing of one of them
    public Json.Obj make(Set<String> sessions, List<Subject> subjects, Json.Obj source)
            throws IOException {
        SignedNote checkpoint =
                new Checkpointer(folder, options)
                        .sign()
                        .orElseThrow(() -> new IOException("the journal is empty"));
        AttestedRuns summary = new AttestedRuns(sessions);
        new JournalReader(folder).read(0, JournalFilter.all(), summary);
        Optional<String> missing = summary.missing();
        if (missing.isPresent()) {
            throw new IOException("the journal has nothing of session " + missing.get());
        }
        Json.Obj statement =
                Json.object()
                        .put("_type", STATEMENT)
                        .put("subject", Json.array(subjects.stream().map(Subject::json).toList()))
                        .put("predicateType", PREDICATE)
                        .put("predicate", summary.json(checkpoint, source))
                        .build();
        SigningKey key = new Checkpointer(folder, options).key(checkpoint.origin());
        return DsseEnvelope.sign(statement, key);
    }

    /// Checks an envelope offline.
    ///
    /// @param expected subjects that it must bind
    /// @return why it shows nothing; empty if it is good
    public static Optional<String> problem(
            Json.Obj envelope, VerifierKey key, List<Subject> expected) {
        try {
            Optional<Json.Obj> opened = DsseEnvelope.open(envelope, key);
            if (opened.isEmpty()) {
                return Optional.of("it is not signed by " + key.name());
            }
            Json.Obj statement = opened.get();
            if (!statement.requireText("_type").equals(STATEMENT)
                    || !statement.requireText("predicateType").equals(PREDICATE)) {
                return Optional.of("it is no attestation of an agent's run");
            }
            SignedNote note =
                    SignedNote.read(statement.requireObject("predicate").requireText("checkpoint"));
            if (!note.signedBy(key)) {
                return Optional.of("its checkpoint is not signed by " + key.name());
            }
            List<Json> bound = statement.array("subject");
            for (Subject subject : expected) {
                if (!bound.contains(subject.json())) {
                    return Optional.of(
                            "it does not bind " + subject.name() + " " + subject.digest());
                }
            }
            return Optional.empty();
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.of("it is damaged: " + e.getMessage());
        }
    }
}
