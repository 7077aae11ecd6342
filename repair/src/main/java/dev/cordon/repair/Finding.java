package dev.cordon.repair;

import dev.cordon.protocol.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a search found out.
///
/// @param changes the files of the best patch; empty if there is none
/// @param words what the patch does
/// @param tests how many tests there are
/// @param failing the tests that failed before
/// @param suspicious most suspicious lines, as `file:line: text`
/// @param alternatives other patches that pass all tests, as diffs with a remark
/// @param notes remarks for people
/// @param kinds how many candidates of each kind were judged, as `words: count`, most first
/// @param tried candidates that were judged
/// @param judgingMillis how long that took
/// @param millis of the whole search
record Finding(
        Verdict verdict,
        Map<Path, Patch.Change> changes,
        String words,
        int tests,
        List<String> failing,
        List<String> suspicious,
        List<String> alternatives,
        List<String> notes,
        List<String> kinds,
        long tried,
        long judgingMillis,
        long millis) {

    Finding {
        changes = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(changes));
        failing = List.copyOf(failing);
        suspicious = List.copyOf(suspicious);
        alternatives = List.copyOf(alternatives);
        notes = List.copyOf(notes);
        kinds = List.copyOf(kinds);
    }

    /// How it ended.
    enum Verdict {
        REPAIRED,
        NOTHING_FAILS,
        NOT_FOUND,
        /// The tests could not be run at all.
        UNABLE
    }

    /// How it went, in one line.
    String line() {
        String how =
                switch (verdict) {
                    case REPAIRED -> "repaired";
                    case NOTHING_FAILS -> "nothing fails";
                    case NOT_FOUND -> tried > 0 ? "no patch found" : "tests fail";
                    case UNABLE -> "the tests could not be run";
                };
        String base = "%s; %d tests, %d failing before".formatted(how, tests, failing.size());
        if (tried == 0) {
            return base;
        }
        return "%s; %d candidates in %.1f s, %d a minute"
                .formatted(
                        base, tried, millis / 1000.0, tried * 60_000 / Math.max(1, judgingMillis));
    }

    static Finding unable(String reason, List<String> notes) {
        List<String> all = new java.util.ArrayList<>(List.of(reason));
        all.addAll(notes);
        return new Finding(
                Verdict.UNABLE,
                Map.of(),
                "",
                0,
                List.of(),
                List.of(),
                List.of(),
                all,
                List.of(),
                0,
                0,
                0);
    }

    /// The members of the worker's result: texts, whole numbers and arrays of texts.
    ///
    /// @param build what the project's own build says of its tests
    Json.Obj json(BuildReports build) {
        Json.ObjBuilder out =
                Json.object()
                        .put("verdict", verdict.name().toLowerCase(java.util.Locale.ROOT))
                        .put("words", words)
                        .put("tests", tests)
                        .put("failing", first(failing, 40))
                        .put("failing_count", failing.size())
                        .put("suspicious", first(suspicious, 10))
                        .put("alternatives", first(alternatives, 4))
                        .put("notes", first(notes, 10))
                        .put("kinds", first(kinds, 60))
                        .put("tried", tried)
                        .put("millis", millis)
                        .put("build_tests", build.tests())
                        .put("build_failing", first(build.failing(), 20));
        if (!changes.isEmpty()) {
            out.put("diff", Patch.unified(changes));
        }
        return out.build();
    }

    private static List<String> first(List<String> texts, int count) {
        return texts.subList(0, Math.min(count, texts.size()));
    }
}
