package dev.cordon.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// A moment as text, for example `2026-11-21T09:30:00.250Z`.
///
/// Written and read by hand, because the formatters of `java.time` cost more start-up time than
/// everything else in a line of the session log together.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, date-time</a>
public final class Timestamp {
    private static final int MAX_DIGITS = 9;

    private Timestamp() {}

    /// The text: three digits after the second if that is exact, otherwise nine.
    public static String write(Instant instant) {
        long seconds = instant.getEpochSecond();
        // Years 0000 to 9999; everything else has a form of its own.
        if (seconds < -62_167_219_200L || seconds > 253_402_300_799L) {
            return instant.toString();
        }
        int nanos = instant.getNano();
        LocalDateTime at = LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(30);
        pad(out, at.getYear(), 4).append('-');
        pad(out, at.getMonthValue(), 2).append('-');
        pad(out, at.getDayOfMonth(), 2).append('T');
        pad(out, at.getHour(), 2).append(':');
        pad(out, at.getMinute(), 2).append(':');
        pad(out, at.getSecond(), 2).append('.');
        if (nanos % 1_000_000 == 0) {
            pad(out, nanos / 1_000_000, 3);
        } else {
            pad(out, nanos, MAX_DIGITS);
        }
        return out.append('Z').toString();
    }

    /// The moment.
    ///
    /// @throws JsonException if the text is no moment in UTC
    public static Instant read(String text) {
        try {
            return plain(text) ? readPlain(text) : Instant.parse(text);
        } catch (DateTimeException _) {
            throw new JsonException("not a time in UTC: \"" + text + "\"");
        }
    }

    private static boolean plain(String text) {
        int length = text.length();
        if (length < 22 || length > 21 + MAX_DIGITS || text.charAt(length - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < length - 1; i++) {
            char c = text.charAt(i);
            boolean fits =
                    switch (i) {
                        case 4, 7 -> c == '-';
                        case 10 -> c == 'T';
                        case 13, 16 -> c == ':';
                        case 19 -> c == '.';
                        default -> c >= '0' && c <= '9';
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Instant readPlain(String text) {
        int nanos = 0;
        for (int i = 20; i < 20 + MAX_DIGITS; i++) {
            nanos = nanos * 10 + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        nanos)
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static StringBuilder pad(StringBuilder out, int value, int digits) {
        for (int unit = pow10(digits - 1); unit > 0; unit /= 10) {
            out.append((char) ('0' + value / unit % 10));
        }
        return out;
    }

    private static int pow10(int exponent) {
        int value = 1;
        for (int i = 0; i < exponent; i++) {
            value *= 10;
        }
        return value;
    }
}
