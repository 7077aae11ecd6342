package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
        SignedNote checkpoint =
                new Checkpointer(folder, options)
                        .sign()
                        .orElseThrow(() -> new IOException("the journal is empty"));
        Summary summary = new Summary();
        JournalFilter filter =
                new JournalFilter(
                        Optional.of(session),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        new JournalReader(folder).read(0, filter, summary);
        if (summary.entries == 0) {
            throw new IOException("the journal has nothing of session " + session);
        }
        Json.Obj statement =
                Json.object()
                        .put("_type", STATEMENT)
                        .put("subject", Json.array(subjects.stream().map(Subject::json).toList()))
                        .put("predicateType", PREDICATE)
                        .put("predicate", summary.json(session, checkpoint))
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

    /// Counts what the session did.
    private static final class Summary implements JournalReader.Sink {
        private final Map<String, Long> verdicts = new TreeMap<>();
        private final Map<String, Long> models = new TreeMap<>();
        private final Set<String> policies = new TreeSet<>();
        private final List<Json> approvals = new ArrayList<>();
        private final List<Json> files = new ArrayList<>();
        private final List<Json> commands = new ArrayList<>();
        private long entries;
        private long withoutContent;
        private long first = -1;
        private long last;
        private String start = "";
        private String end = "";

        @Override
        public void entry(StoredEntry entry) {
            entries++;
            withoutContent += entry.payload().isEmpty() ? 1 : 0;
            first = first < 0 ? entry.index() : first;
            last = entry.index();
            start = start.isEmpty() ? entry.time().toString() : start;
            end = entry.time().toString();
            if (!entry.verdict().isEmpty()) {
                verdicts.merge(entry.verdict(), 1L, Long::sum);
            }
            if (!entry.text("policy_digest").isEmpty()) {
                policies.add(entry.text("policy_digest"));
            }
            switch (entry.kind()) {
                case "model_answer" -> models.merge(model(entry), 1L, Long::sum);
                case "approval" -> approvals.add(approval(entry));
                case "effect" -> effect(entry);
                default -> {}
            }
        }

        private static String model(StoredEntry entry) {
            return entry.text("provider") + "/" + entry.text("model");
        }

        private static Json approval(StoredEntry entry) {
            return Json.object()
                    .put("seq", entry.index())
                    .put("approver", entry.text("by"))
                    .put("answer", entry.text("answer"))
                    .put("action_digest", entry.text("action_digest"))
                    .put("scope", entry.text("scope"))
                    .build();
        }

        private void effect(StoredEntry entry) {
            entry.payload().ifPresent(payload -> files.addAll(payload.array("files")));
            entry.payload()
                    .filter(payload -> payload.integer("exit_code").isPresent())
                    .ifPresent(payload ->
                            commands.add(
                                    Json.object()
                                            .put("seq", entry.index())
                                            .put("action_digest", entry.text("action_digest"))
                                            .put("exit_code", payload.requireInteger("exit_code"))
                                            .put("output_digest", entry.text("output_digest"))
                                            .build()));
        }

        Json.Obj json(String session, SignedNote checkpoint) {
            return Json.object()
                    .put(
                            "run",
                            Json.object()
                                    .put("session", session)
                                    .put("log", checkpoint.origin())
                                    .put("first_seq", first)
                                    .put("last_seq", last)
                                    .put("start", start)
                                    .put("end", end)
                                    .build())
                    .put("checkpoint", checkpoint.text())
                    .put("policy_digests", List.copyOf(policies))
                    .put("verdicts", counts(verdicts))
                    .put("models", counts(models))
                    .put("approvals", Json.array(approvals))
                    .put("commands", Json.array(commands))
                    .put("changes", Json.array(files))
                    .put("entries_without_content", withoutContent)
                    .build();
        }

        private static Json.Obj counts(Map<String, Long> counts) {
            Json.ObjBuilder object = Json.object();
            counts.forEach(object::put);
            return object.build();
        }
    }
}
