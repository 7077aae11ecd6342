package dev.cordon.model;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalLong;

/// Reads when a provider wants to be asked again.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110,
///   Retry-After</a>
final class RetryAfter {
    private static final String MARK = "try again in ";
    private static final double MAX_SECONDS = 1e9;

    private RetryAfter() {}

    /// The value of `Retry-After`: seconds, also with a fraction, or an HTTP date.
    static OptionalLong header(String value, Instant now) {
        String text = value.strip();
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            return seconds(text);
        }
        try {
            Instant when =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return OptionalLong.of(Math.max(0, when.toEpochMilli() - now.toEpochMilli()));
        } catch (DateTimeParseException _) {
            return OptionalLong.empty();
        }
    }

    /// The value of `retry-after-ms`.
    static OptionalLong millis(String value) {
        try {
            double millis = Double.parseDouble(value.strip());
            return millis >= 0 && millis <= MAX_SECONDS * 1000
                    ? OptionalLong.of((long) Math.ceil(millis))
                    : OptionalLong.empty();
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /// A hint such as `Please try again in 1.5s`, `20ms` or `6m0s` in the words of an error.
    static OptionalLong inText(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        int at = text.indexOf(MARK);
        if (at < 0) {
            return OptionalLong.empty();
        }
        int from = at + MARK.length();
        double total = 0;
        boolean found = false;
        while (true) {
            int to = from;
            while (to < text.length() && isNumeric(text, to)) {
                to++;
            }
            int unit = to;
            while (unit < text.length() && text.charAt(unit) == ' ') {
                unit++;
            }
            int end = unit;
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            double factor = factor(text.substring(unit, end));
            if (to == from || factor == 0) {
                break;
            }
            String number = text.substring(from, to);
            if (number.indexOf('.') != number.lastIndexOf('.')) {
                break;
            }
            total += Double.parseDouble(number) * factor;
            found = true;
            from = end;
        }
        return found && total <= MAX_SECONDS * 1000
                ? OptionalLong.of((long) Math.ceil(total))
                : OptionalLong.empty();
    }

    /// A digit, or a point between digits: "in 2s." ends a sentence.
    private static boolean isNumeric(String text, int at) {
        char c = text.charAt(at);
        if (c >= '0' && c <= '9') {
            return true;
        }
        return c == '.'
                && at + 1 < text.length()
                && Character.isDigit(text.charAt(at + 1))
                && Character.isDigit(text.charAt(at - 1));
    }

    private static double factor(String unit) {
        return switch (unit) {
            case "ms", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "secs", "second", "seconds" -> 1000;
            case "m", "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hr", "hour", "hours" -> 3_600_000;
            default -> 0;
        };
    }

    private static OptionalLong seconds(String text) {
        try {
            double seconds = Double.parseDouble(text);
            return seconds <= MAX_SECONDS
                    ? OptionalLong.of((long) Math.ceil(seconds * 1000))
                    : OptionalLong.empty();
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
