package dev.cordon.model;

import dev.cordon.model.RetryTable.Row;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The words for faults.
final class FaultText {
    private FaultText() {}

    /// What happened and what to do.
    ///
    /// @param said the provider's words without any key
    /// @param why what ended the attempts; may be empty
    static String sentence(Provider provider, Fault fault, Row row, String said, String why) {
        StringBuilder text = new StringBuilder(provider.name());
        if (fault.status() > 0) {
            text.append(" answered ").append(fault.status());
        }
        if (!fault.code().isEmpty()) {
            text.append(" (").append(fault.code()).append(')');
        }
        text.append(": ").append(row.advice());
        if (!why.isEmpty()) {
            text.append("; ").append(why);
        }
        if (fault.resetsAtSecond().isPresent()) {
            text.append("; it resets at ").append(local(fault.resetsAtSecond().getAsLong()));
        }
        if (!said.isEmpty()) {
            text.append(". It said: ").append(said);
        }
        return text.toString();
    }

    /// One line for a retry.
    static String reason(Fault fault, String said) {
        String status = fault.status() > 0 ? "HTTP " + fault.status() + " " : "";
        String code = fault.code().isEmpty() ? "" : fault.code() + " ";
        return (status + code + said).strip();
    }

    static OptionalLong retryAfterSeconds(Fault fault, Instant now) {
        if (fault.resetsAtSecond().isPresent()) {
            long left = fault.resetsAtSecond().getAsLong() - now.getEpochSecond();
            return OptionalLong.of(Math.max(0, left));
        }
        return fault.retryAfterMillis().isPresent()
                ? OptionalLong.of(Math.ceilDiv(fault.retryAfterMillis().getAsLong(), 1000L))
                : OptionalLong.empty();
    }

    static String seconds(long millis) {
        return Math.ceilDiv(millis, 1000L) + " s";
    }

    private static String local(long second) {
        Optional<Instant> when =
                second >= 0 && second < 253_402_300_800L
                        ? Optional.of(Instant.ofEpochSecond(second))
                        : Optional.empty();
        return when.map(w ->
                        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm zzz", Locale.ROOT)
                                .withZone(ZoneId.systemDefault())
                                .format(w))
                .orElse("an unknown time");
    }
}
