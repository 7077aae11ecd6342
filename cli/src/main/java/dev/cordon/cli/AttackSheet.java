package dev.cordon.cli;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What came of trying forbidden things.
///
/// @param backend what made the boundary
/// @param session under which the decisions stand in the journal
record AttackSheet(String backend, String session, List<Case> cases) {
    AttackSheet {
        cases = List.copyOf(cases);
    }

    /// What a case comes to.
    enum Outcome {
        PASS,
        FAIL,
        /// Could not be tried here; the reason is told.
        NOT_APPLICABLE
    }

    /// One forbidden thing.
    ///
    /// @param id for example `write.outside`
    /// @param what was tried
    /// @param observed what came of it
    record Case(String id, String what, Outcome outcome, String observed) {
        Json.Obj json() {
            return Json.object()
                    .put("id", id)
                    .put("what", what)
                    .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .put("observed", observed)
                    .build();
        }
    }

    /// The first line that says something, cut to what fits the sheet.
    static String firstLine(String text) {
        String line = text.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
        return line.length() > 120 ? line.substring(0, 120) : line;
    }

    /// Whether everything held.
    boolean good() {
        return count(Outcome.FAIL) == 0 && count(Outcome.PASS) > 0;
    }

    long count(Outcome outcome) {
        return cases.stream().filter(one -> one.outcome() == outcome).count();
    }

    /// For people.
    List<String> lines() {
        int width = cases.stream().mapToInt(one -> one.id().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (Case one : cases) {
            String mark =
                    switch (one.outcome()) {
                        case PASS -> "pass  ";
                        case FAIL -> "FAIL  ";
                        case NOT_APPLICABLE -> "n/a   ";
                    };
            lines.add(
                    mark
                            + one.id()
                            + " ".repeat(width - one.id().length())
                            + "  "
                            + Printable.line(one.what() + ": " + one.observed(), 160));
        }
        lines.add(
                count(Outcome.PASS)
                        + " held, "
                        + count(Outcome.FAIL)
                        + " did not, "
                        + count(Outcome.NOT_APPLICABLE)
                        + " could not be tried; boundary "
                        + backend
                        + ", journalled under session "
                        + session);
        return lines;
    }

    /// For programs and for the journal.
    Json.Obj json() {
        return Json.object()
                .put("backend", backend)
                .put("session", session)
                .put("good", good())
                .put("passed", count(Outcome.PASS))
                .put("failed", count(Outcome.FAIL))
                .put("not_applicable", count(Outcome.NOT_APPLICABLE))
                .put("cases", Json.array(cases.stream().map(Case::json).toList()))
                .build();
    }
}
