package dev.cordon.repair;

import java.util.List;

/// Names of tests for people.
final class TestNames {
    private static final int MAX_CHARS = 300;
    private static final List<String> FOREIGN =
            List.of(
                    "java/",
                    "javax/",
                    "jdk/",
                    "sun/",
                    "org/junit/",
                    "junit/",
                    "org/opentest4j/",
                    "org/hamcrest/",
                    "org/assertj/",
                    "dev/cordon/repair/Probe");

    private TestNames() {}

    /// `Class.method` from the framework's id.
    static String name(String id) {
        String rest = id;
        if (!id.startsWith("[engine:")) {
            return rest.substring(rest.lastIndexOf('.', Math.max(0, rest.indexOf('#'))) + 1)
                    .replace('#', '.');
        }
        StringBuilder name = new StringBuilder();
        for (String part : id.split("/", -1)) {
            int colon = part.indexOf(':');
            if (colon > 0 && !part.startsWith("[engine:")) {
                String value = part.substring(colon + 1, part.length() - 1);
                boolean type = part.startsWith("[class:") || part.startsWith("[runner:");
                String shown = type ? value.substring(value.lastIndexOf('.') + 1) : value;
                int open = shown.indexOf('(');
                name.append(name.isEmpty() ? "" : ".");
                name.append(open > 0 ? shown.substring(0, open) : shown);
            }
        }
        return name.toString();
    }

    /// The name with why it failed.
    static String line(TestResult result) {
        String type = result.type().substring(result.type().lastIndexOf('.') + 1);
        String message = result.message().lines().findFirst().orElse("");
        String line =
                name(result.id())
                        + ": "
                        + type
                        + (message.isEmpty() || message.equals("null") ? "" : ": " + message);
        return line.substring(0, Math.min(MAX_CHARS, line.length())) + place(result);
    }

    /// The innermost line of the project on the stack, in parentheses; empty if there is none.
    private static String place(TestResult result) {
        for (TestResult.Frame frame : result.frames()) {
            boolean foreign = FOREIGN.stream().anyMatch(frame.file()::startsWith);
            if (!foreign && frame.line() > 0) {
                String file = frame.file().substring(frame.file().lastIndexOf('/') + 1);
                return " (" + file + ":" + frame.line() + ")";
            }
        }
        return "";
    }
}
