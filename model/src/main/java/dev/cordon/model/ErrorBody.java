package dev.cordon.model;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes a {@link Fault} of a response that is no answer.
///
/// Providers agree on no shape: `{"error":{"message","type","code"}}`, `{"error":"text"}`,
/// `{"message"}`, `{"detail"}`, an array around one of these, plain text and HTML were all seen.
final class ErrorBody {
    /// How much of the body is read.
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_PLAIN_CHARS = 500;

    private ErrorBody() {}

    static Fault read(Transport.Exchange exchange, byte[] body, Instant now) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        Optional<Json.Obj> error = parse(text);
        String message = error.flatMap(ErrorBody::message).orElse(plain(text));
        Optional<String> millis = exchange.header("retry-after-ms");
        OptionalLong after = OptionalLong.empty();
        if (millis.isPresent()) {
            after = RetryAfter.millis(millis.get());
        }
        Optional<String> seconds = exchange.header("retry-after");
        if (after.isEmpty() && seconds.isPresent()) {
            after = RetryAfter.header(seconds.get(), now);
        }
        if (after.isEmpty()) {
            after = RetryAfter.inText(message);
        }
        return new Fault(
                Fault.Source.HTTP,
                exchange.status(),
                error.map(ErrorBody::code).orElse(""),
                message,
                after,
                error.map(e -> resets(e, now)).orElse(OptionalLong.empty()),
                requestId(exchange));
    }

    static Optional<String> requestId(Transport.Exchange exchange) {
        return exchange.header("x-request-id")
                .or(() -> exchange.header("request-id"))
                .map(id -> id.substring(0, Math.min(200, id.length())));
    }

    /// The fault that an `error` object in a stream tells.
    static Fault event(Json.Obj error) {
        return Fault.event(code(error), message(error).orElse(JsonText.write(error)));
    }

    /// The more telling one of `code` and `type`.
    private static String code(Json.Obj error) {
        Optional<String> code = error.text("code");
        String type = error.text("type").orElse("");
        return code.filter(c -> !c.isEmpty()).orElse(type);
    }

    private static Optional<String> message(Json.Obj error) {
        return error.text("message")
                .or(() -> error.text("error"))
                .or(() -> error.text("detail"))
                .or(() -> error.find("detail").map(JsonText::write));
    }

    private static OptionalLong resets(Json.Obj error, Instant now) {
        OptionalLong at = error.integer("resets_at");
        OptionalLong in = error.integer("resets_in_seconds");
        return at.isEmpty() && in.isPresent()
                ? OptionalLong.of(now.getEpochSecond() + in.getAsLong())
                : at;
    }

    private static Optional<Json.Obj> parse(String text) {
        if (text.isEmpty() || (text.charAt(0) != '{' && text.charAt(0) != '[')) {
            return Optional.empty();
        }
        try {
            Json value = JsonText.read(text);
            if (value instanceof Json.Arr(List<Json> elements) && !elements.isEmpty()) {
                value = elements.getFirst();
            }
            if (value instanceof Json.Obj object) {
                return Optional.of(object.object("error").orElse(object));
            }
        } catch (JsonException _) {
            // Shown as plain text.
        }
        return Optional.empty();
    }

    private static String plain(String text) {
        String shown = text.substring(0, Math.min(MAX_PLAIN_CHARS, text.length()));
        return shown.startsWith("<") ? "an HTML page" : shown;
    }
}
