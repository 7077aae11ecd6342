package dev.cordon.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Times and lengths of time: RFC 3339 such as `2026-01-02T03:04:05Z`, and `1h30m`, `1.5s`,
/// `250ms`.
final class CelTime {
    /// The years that a timestamp can have, 1 to 9999.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /// About ten thousand years, the longest that a duration can be.
    private static final long MAX_SECONDS = 315_576_000_000L;

    private CelTime() {}

    static CelValue moment(Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new CelException("a timestamp is out of range");
        }
        return new CelValue.Moment(time);
    }

    static CelValue span(Duration duration) {
        if (Math.abs(duration.toSeconds()) > MAX_SECONDS) {
            throw new CelException("a duration is out of range");
        }
        return new CelValue.Span(duration);
    }

    static CelValue parseMoment(String text) {
        try {
            return moment(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            throw new CelException(Quoted.of(text) + " is not a timestamp");
        }
    }

    static CelValue parseSpan(String text) {
        String rest = text;
        boolean minus = rest.startsWith("-");
        if (minus || rest.startsWith("+")) {
            rest = rest.substring(1);
        }
        if (rest.equals("0")) {
            return span(Duration.ZERO);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length() || at == 0) {
            int digits = at;
            while (at < rest.length() && "0123456789.".indexOf(rest.charAt(at)) >= 0) {
                at++;
            }
            int unit = at;
            while (at < rest.length() && "0123456789.".indexOf(rest.charAt(at)) < 0) {
                at++;
            }
            nanos = nanos.add(part(text, rest.substring(digits, unit), rest.substring(unit, at)));
        }
        BigDecimal[] parts =
                nanos.setScale(0, RoundingMode.DOWN)
                        .divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        try {
            Duration duration =
                    Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
            return span(minus ? duration.negated() : duration);
        } catch (ArithmeticException _) {
            throw new CelException("a duration is out of range");
        }
    }

    private static BigDecimal part(String text, String number, String unit) {
        long nanos =
                switch (unit) {
                    case "h" -> 3_600_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "ms" -> 1_000_000L;
                    case "us", "\u00b5s" -> 1_000L;
                    case "ns" -> 1L;
                    default -> 0;
                };
        boolean some = number.chars().anyMatch(c -> c != '.');
        if (nanos == 0 || !some || number.length() > 30) {
            throw new CelException(Quoted.of(text) + " is not a duration");
        }
        try {
            return new BigDecimal(number).multiply(BigDecimal.valueOf(nanos));
        } catch (NumberFormatException _) {
            throw new CelException(Quoted.of(text) + " is not a duration");
        }
    }

    /// Seconds with as many digits as there are, for example `5400s` or `1.5s`.
    static String text(Duration duration) {
        BigDecimal seconds =
                BigDecimal.valueOf(duration.toSeconds())
                        .add(BigDecimal.valueOf(duration.toNanosPart(), 9));
        BigDecimal plain = seconds.signum() == 0 ? BigDecimal.ZERO : seconds.stripTrailingZeros();
        return plain.toPlainString() + "s";
    }

    /// A field of a timestamp.
    ///
    /// @param zone `+02:00` or a name such as `Europe/Berlin`; UTC if empty
    static CelValue field(String function, Instant time, String zone) {
        ZonedDateTime at;
        try {
            at = time.atZone(zone.isEmpty() ? ZoneOffset.UTC : zone(zone));
        } catch (DateTimeException _) {
            throw new CelException(Quoted.of(zone) + " is not a time zone");
        }
        return new CelValue.Int(
                switch (function) {
                    case "getFullYear" -> at.getYear();
                    case "getMonth" -> at.getMonthValue() - 1;
                    case "getDate" -> at.getDayOfMonth();
                    case "getDayOfMonth" -> at.getDayOfMonth() - 1;
                    case "getDayOfYear" -> at.getDayOfYear() - 1;
                    case "getDayOfWeek" -> at.getDayOfWeek().getValue() % 7;
                    case "getHours" -> at.getHour();
                    case "getMinutes" -> at.getMinute();
                    case "getSeconds" -> at.getSecond();
                    default -> at.getNano() / 1_000_000;
                });
    }

    private static ZoneId zone(String zone) {
        // An offset may come without its sign.
        boolean bare = Character.isDigit(zone.charAt(0));
        return ZoneId.of(bare ? "+" + zone : zone);
    }
}
