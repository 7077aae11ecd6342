package dev.cordon.sandbox;

/// A request that goes no further, with what its sender is told. Expected, hence without a trace.
final class RefusedRequest extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_REASON_CHARS = 240;

    private final Kind kind;

    /// Why. The word goes into the header `X-Proxy-Error`.
    enum Kind {
        MALFORMED(400, "malformed-request"),
        NOT_LISTED(403, "blocked-by-allowlist"),
        DENIED(403, "blocked-by-denylist"),
        METHOD(403, "blocked-by-method-policy"),
        POLICY(403, "blocked-by-policy"),
        UNREACHABLE(502, "upstream-failed"),
        BUSY(503, "too-many-connections");

        private final int status;
        private final String word;

        Kind(int status, String word) {
            this.status = status;
            this.word = word;
        }

        int status() {
            return status;
        }

        String word() {
            return word;
        }
    }

    /// @param message a sentence that says what was refused and how to allow it
    RefusedRequest(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    static RefusedRequest malformed(String message) {
        return new RefusedRequest(Kind.MALFORMED, "cordon: " + message);
    }

    Kind kind() {
        return kind;
    }

    String sentence() {
        String message = getMessage();
        return message == null ? kind.word() : message;
    }

    /// The sentence for a status line, where Maven and others show it: printable ASCII, bounded.
    String reasonPhrase() {
        String message = sentence();
        StringBuilder phrase = new StringBuilder();
        for (int i = 0; i < message.length() && phrase.length() < MAX_REASON_CHARS; i++) {
            char c = message.charAt(i);
            phrase.append(c >= ' ' && c < 0x7f ? c : ' ');
        }
        return phrase.toString().strip();
    }
}
