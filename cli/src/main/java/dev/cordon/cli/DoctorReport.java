package dev.cordon.cli;

import dev.cordon.protocol.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How this installation does: what was found, line by line. Any front end can show it.
///
/// @param checks in the order in which they are shown
record DoctorReport(List<Check> checks) {
    DoctorReport {
        checks = List.copyOf(checks);
    }

    /// What a check comes to.
    enum State {
        OK,
        /// Works, but somebody should know.
        WARNING,
        /// Does not work; the text says how to mend it.
        FAILED
    }

    /// One thing that was looked at.
    ///
    /// @param name for example `boundary`
    /// @param text what was found, a sentence or less; never a secret
    /// @param details more of it, a line each
    record Check(String name, State state, String text, List<String> details) {
        Check {
            details = List.copyOf(details);
        }

        static Check ok(String name, String text, String... details) {
            return new Check(name, State.OK, text, List.of(details));
        }

        static Check warning(String name, String text, String... details) {
            return new Check(name, State.WARNING, text, List.of(details));
        }

        static Check failed(String name, String text, String... details) {
            return new Check(name, State.FAILED, text, List.of(details));
        }

        private Json.Obj json() {
            return Json.object()
                    .put("name", name)
                    .put("state", state.name().toLowerCase(Locale.ROOT))
                    .put("text", text)
                    .put("details", details)
                    .build();
        }
    }

    /// Whether nothing failed.
    boolean good() {
        return checks.stream().noneMatch(check -> check.state() == State.FAILED);
    }

    /// For people.
    List<String> lines() {
        int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (Check check : checks) {
            String mark =
                    switch (check.state()) {
                        case OK -> "ok      ";
                        case WARNING -> "warning ";
                        case FAILED -> "FAILED  ";
                    };
            String name = check.name() + " ".repeat(width - check.name().length());
            lines.add(mark + name + "  " + Printable.line(check.text(), 400));
            check.details()
                    .forEach(detail ->
                            lines.add(" ".repeat(width + 10) + Printable.line(detail, 400)));
        }
        return lines;
    }

    /// For programs.
    Json.Obj json() {
        return Json.object()
                .put("version", Version.TEXT)
                .put("good", good())
                .put("checks", Json.array(checks.stream().map(Check::json).toList()))
                .build();
    }
}
