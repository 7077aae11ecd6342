package dev.cordon.journal;

import dev.cordon.protocol.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What sessions did, as an attestation says it.
final class AttestedRuns implements JournalReader.Sink {
    /// Programs whose runs are shown as tests, if one of the words comes after them.
    private static final Map<String, Set<String>> TESTS =
            Map.of(
                    "mvn", Set.of("test", "verify", "install", "package"),
                    "mvnw", Set.of("test", "verify", "install", "package"),
                    "gradle", Set.of("test", "check", "build"),
                    "gradlew", Set.of("test", "check", "build"),
                    "npm", Set.of("test", "t"),
                    "cargo", Set.of("test"),
                    "go", Set.of("test"),
                    "make", Set.of("test", "check"));

    private static final Set<String> TEST_PROGRAMS = Set.of("pytest", "tox", "jest", "ctest");

    private final Set<String> wanted;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<String, Long> models = new TreeMap<>();
    private final Set<String> policies = new TreeSet<>();
    private final Map<Long, String> commandLines = new HashMap<>();
    private final List<Json> approvals = new ArrayList<>();
    private final List<Json> files = new ArrayList<>();
    private final List<Json> commands = new ArrayList<>();
    private final List<Json> tests = new ArrayList<>();
    private long withoutContent;
    private long unknownEffects;

    AttestedRuns(Set<String> sessions) {
        this.wanted = Set.copyOf(sessions);
    }

    private record Run(long first, long last, Instant start, Instant end) {}

    /// A session of which the journal has nothing.
    Optional<String> missing() {
        return wanted.stream().filter(session -> !runs.containsKey(session)).findFirst();
    }

    @Override
    public void entry(StoredEntry entry) {
        String session = entry.session().orElse("");
        if (!wanted.contains(session)) {
            return;
        }
        Run known = runs.get(session);
        runs.put(
                session,
                new Run(
                        known == null ? entry.index() : known.first(),
                        entry.index(),
                        known == null ? entry.time() : known.start(),
                        entry.time()));
        withoutContent += entry.payload().isEmpty() ? 1 : 0;
        if (!entry.verdict().isEmpty()) {
            verdicts.merge(entry.verdict(), 1L, Long::sum);
        }
        if (!entry.text("policy_digest").isEmpty()) {
            policies.add(entry.text("policy_digest"));
        }
        switch (entry.kind()) {
            case "model_answer" -> models.merge(model(entry), 1L, Long::sum);
            case "approval" -> approvals.add(approval(entry));
            case "decision" -> commandLines.put(entry.index(), entry.command());
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
        unknownEffects += entry.text("status").equals("unknown") ? 1 : 0;
        entry.payload()
                .filter(payload -> payload.integer("exit_code").isPresent())
                .ifPresent(payload -> command(entry, payload));
    }

    private void command(StoredEntry entry, Json.Obj payload) {
        long exitCode = payload.requireInteger("exit_code");
        commands.add(
                Json.object()
                        .put("seq", entry.index())
                        .put("action_digest", entry.text("action_digest"))
                        .put("exit_code", exitCode)
                        .put("output_digest", entry.text("output_digest"))
                        .build());
        String line =
                payload.integer("decision").isPresent()
                        ? commandLines.getOrDefault(payload.requireInteger("decision"), "")
                        : "";
        if (isTest(line)) {
            tests.add(
                    Json.object()
                            .put("seq", entry.index())
                            .put("command", line)
                            .put("exit_code", exitCode)
                            .put("result", exitCode == 0 ? "PASSED" : "FAILED")
                            .put("output_digest", entry.text("output_digest"))
                            .build());
        }
    }

    /// Whether a command line runs tests, as far as its words tell.
    static boolean isTest(String line) {
        Set<String> after = Set.of();
        for (String word : line.split("[\\s;&|()\"']+", -1)) {
            String program = word.substring(word.lastIndexOf('/') + 1);
            if (after.contains(word) || TEST_PROGRAMS.contains(program)) {
                return true;
            }
            after = TESTS.getOrDefault(program, after);
        }
        return false;
    }

    Json.Obj json(SignedNote checkpoint, Json.Obj source) {
        List<Json> all = new ArrayList<>();
        runs.forEach((session, run) -> all.add(run(session, run, checkpoint)));
        Json.ObjBuilder json = Json.object();
        if (all.size() == 1) {
            json.put("run", all.getFirst());
        }
        return json.put("runs", Json.array(all))
                .put("source", source)
                .put("checkpoint", checkpoint.text())
                .put("policy_digests", List.copyOf(policies))
                .put("verdicts", counts(verdicts))
                .put("models", counts(models))
                .put("approvals", Json.array(approvals))
                .put("commands", Json.array(commands))
                .put("tests", Json.array(tests))
                .put("changes", Json.array(files))
                .put("unknown_effects", unknownEffects)
                .put("entries_without_content", withoutContent)
                .build();
    }

    private static Json run(String session, Run run, SignedNote checkpoint) {
        return Json.object()
                .put("session", session)
                .put("log", checkpoint.origin())
                .put("first_seq", run.first())
                .put("last_seq", run.last())
                .put("start", run.start().toString())
                .put("end", run.end().toString())
                .build();
    }

    private static Json.Obj counts(Map<String, Long> counts) {
        Json.ObjBuilder object = Json.object();
        counts.forEach(object::put);
        return object.build();
    }
}
