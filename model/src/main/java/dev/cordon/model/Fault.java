package dev.cordon.model;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// One attempt went wrong: what was observed, before anybody judged it.
///
/// @param source who noticed
/// @param status the HTTP status; 0 if there was none
/// @param code the provider's word for it, in lower case, for example `rate_limit_exceeded`
/// @param message the provider's or our own words; bounded, no control characters
/// @param retryAfterMillis when the provider wants to be asked again
/// @param resetsAtSecond when a spent quota is filled again, as a Unix time
record Fault(
        Source source,
        int status,
        String code,
        String message,
        OptionalLong retryAfterMillis,
        OptionalLong resetsAtSecond,
        Optional<String> requestId) {
    private static final int MAX_MESSAGE_CHARS = 2000;

    Fault {
        code = code.toLowerCase(Locale.ROOT);
        message = clean(message);
    }

    /// Who noticed the fault.
    enum Source {
        /// Nobody could be reached.
        UNREACHABLE,
        TLS,
        /// A response with a status that is not 2xx.
        HTTP,
        /// The connection ended before the answer.
        DISCONNECTED,
        /// No byte came for too long.
        IDLE,
        /// An error inside the stream.
        EVENT,
        /// The stream makes no sense, or is too large.
        GARBAGE
    }

    static Fault of(Source source, String message) {
        return new Fault(
                source,
                0,
                "",
                message,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    static Fault event(String code, String message) {
        return new Fault(
                Source.EVENT,
                0,
                code,
                message,
                RetryAfter.inText(message),
                OptionalLong.empty(),
                Optional.empty());
    }

    Fault withRequestId(Optional<String> id) {
        return requestId.isPresent()
                ? this
                : new Fault(source, status, code, message, retryAfterMillis, resetsAtSecond, id);
    }

    Fault withStatus(int status) {
        return new Fault(
                source, status, code, message, retryAfterMillis, resetsAtSecond, requestId);
    }

    private static String clean(String message) {
        int length = Math.min(message.length(), MAX_MESSAGE_CHARS);
        StringBuilder clean = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = message.charAt(i);
            clean.append(c < 0x20 || c == 0x7f ? ' ' : c);
        }
        return clean.toString().strip();
    }
}
