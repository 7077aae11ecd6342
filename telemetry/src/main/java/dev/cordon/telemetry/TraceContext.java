package dev.cordon.telemetry;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.TurnId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// The names of traces and spans. They follow from the turn and the call, so whoever starts a
/// command knows the name of its span before any span exists.
///
/// @param traceId 32 hex digits
/// @param parentSpanId 16 hex digits of whoever started Cordon; empty if nobody traces it
///
/// @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
record TraceContext(String traceId, Optional<String> parentSpanId) {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final int PARENT_CHARS = 55;

    /// The trace of a turn: that of the parent, if there is one, else one of its own.
    static TraceContext of(TurnId turn, Optional<String> parent) {
        return parent.filter(TraceContext::valid)
                .map(p ->
                        new TraceContext(
                                p.substring(3, 3 + TRACE_DIGITS),
                                Optional.of(p.substring(36, 36 + SPAN_DIGITS))))
                .orElseGet(() ->
                        new TraceContext(
                                digest("trace", turn.value(), "", TRACE_DIGITS), Optional.empty()));
    }

    /// The span of a turn.
    static String span(TurnId turn) {
        return digest("turn", turn.value(), "", SPAN_DIGITS);
    }

    /// The span of a call.
    static String span(TurnId turn, CallId call) {
        return digest("call", turn.value(), call.value(), SPAN_DIGITS);
    }

    /// The header for what runs below a call.
    String header(TurnId turn, CallId call) {
        return "00-" + traceId + "-" + span(turn, call) + "-01";
    }

    /// Whether the text is a `traceparent` of version 00 with ids that are not all zero.
    static boolean valid(String text) {
        if (text.length() != PARENT_CHARS || !text.startsWith("00-")) {
            return false;
        }
        for (int i = 3; i < PARENT_CHARS; i++) {
            boolean dash = i == 35 || i == 52;
            char c = text.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (dash ? c != '-' : !hex) {
                return false;
            }
        }
        return !text.startsWith("0".repeat(TRACE_DIGITS), 3)
                && !text.startsWith("0".repeat(SPAN_DIGITS), 36);
    }

    private static String digest(String what, String turn, String call, int digits) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] text = (what + '\n' + turn + '\n' + call).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(sha256.digest(text), 0, digits / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256; this one does not", e);
        }
    }
}
