package dev.cordon.repair;

/// Names of tests for people.
final class TestNames {
    private static final int MAX_CHARS = 300;

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
        return line.substring(0, Math.min(MAX_CHARS, line.length()));
    }
}
