package dev.cordon.cli;

import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.JournalException;
import dev.cordon.journal.RedactingJournal;
import dev.cordon.protocol.Json;
import java.util.Optional;
import java.util.function.Supplier;

/// The journal of a session: decisions say for whom they are made, entries are redacted, by rules
/// that are loaded while the first ones are made; and where the administrator wants telemetry or
/// nothing, no decision passes while telemetry is late.
record SessionJournal(
        Journal journal, WorkOrder order, SecretFilter filter, Supplier<Optional<String>> stop)
        implements Journal {
    @Override
    public Receipt append(JournalEntry entry) {
        Receipt receipt = redacting().append(ordered(entry));
        if (entry.kind() == JournalEntry.Kind.DECISION) {
            Optional<String> reason = stop.get();
            if (reason.isPresent()) {
                throw stopped(entry, reason.get());
            }
        }
        return receipt;
    }

    private JournalException stopped(JournalEntry decision, String reason) {
        String sentence =
                "telemetry must arrive before anything happens here (otel.on_failure), and "
                        + reason
                        + "; bring the collector back or ask your administrator";
        redacting()
                .enqueue(
                        new JournalEntry(
                                JournalEntry.Kind.ERROR,
                                decision.time(),
                                decision.session(),
                                Json.object()
                                        .put("where", "telemetry")
                                        .put("type", "late")
                                        .put("message", sentence)
                                        .build()));
        return new JournalException(sentence);
    }

    @Override
    public void enqueue(JournalEntry entry) {
        redacting().enqueue(ordered(entry));
    }

    private JournalEntry ordered(JournalEntry entry) {
        return entry.kind() == JournalEntry.Kind.DECISION
                ? new JournalEntry(
                        entry.kind(),
                        entry.time(),
                        entry.session(),
                        order.over(entry.body(), filter.keyId()))
                : entry;
    }

    private Journal redacting() {
        return new RedactingJournal(journal, filter.redactor());
    }

    @Override
    public void close() {
        journal.close();
    }
}
