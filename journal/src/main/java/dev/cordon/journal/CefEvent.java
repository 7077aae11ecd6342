package dev.cordon.journal;

/// An entry as a line in ArcSight's Common Event Format, version 0.
final class CefEvent {
    private CefEvent() {}

    static String of(StoredEntry entry, String version) {
        String verdict = entry.verdict();
        StringBuilder line = new StringBuilder("CEF:0|Cordon|cordon|");
        line.append(header(version)).append('|').append(header("cordon." + entry.kind()));
        line.append('|').append(header(title(entry))).append('|').append(severity(verdict));
        line.append("|rt=").append(entry.time().toEpochMilli());
        put(line, "act", verdict);
        put(line, "outcome", entry.text("status"));
        put(line, "reason", entry.text("reason"));
        put(line, "suser", entry.user());
        put(line, "dhost", entry.host());
        entry.payload().ifPresent(p -> p.integer("port").ifPresent(n -> put(line, "dpt", "" + n)));
        put(line, "requestMethod", entry.text("method"));
        put(line, "fname", entry.paths().isEmpty() ? "" : entry.paths().getFirst());
        label(line, "cs1", "ruleId", entry.text("rule"));
        label(line, "cs2", "policyDigest", entry.text("policy_digest"));
        label(line, "cs3", "sessionId", entry.session().orElse(""));
        label(line, "cs4", "journalLeaf", entry.hash());
        label(line, "cn1", "journalSeq", Long.toString(entry.index()));
        return line.toString();
    }

    private static String title(StoredEntry entry) {
        String command = entry.command();
        return command.isEmpty()
                ? entry.kind()
                : command.substring(0, Math.min(200, command.length()));
    }

    private static int severity(String verdict) {
        return switch (verdict) {
            case "deny", "error" -> 5;
            case "ask" -> 3;
            default -> 1;
        };
    }

    private static void label(StringBuilder line, String field, String name, String value) {
        if (!value.isEmpty()) {
            put(line, field + "Label", name);
            put(line, field, value);
        }
    }

    private static void put(StringBuilder line, String name, String value) {
        if (!value.isEmpty()) {
            line.append(' ').append(name).append('=').append(extension(value));
        }
    }

    private static String header(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("\r", " ");
    }

    private static String extension(String text) {
        return text.replace("\\", "\\\\")
                .replace("=", "\\=")
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }
}
