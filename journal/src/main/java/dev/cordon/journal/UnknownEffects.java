package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Closes what processes that died left open: a decision that let something happen and has no
/// effect gets one that says `unknown`, so that nothing in the journal is silently missing.
final class UnknownEffects {
    private static final int MAX_OPEN = 100_000;

    private UnknownEffects() {}

    /// The entries to append for these processes, in the order of their decisions.
    ///
    /// @param next the number of the entry to come
    static List<Pending> of(JournalFiles files, List<WriterMark.Dead> dead, long next)
            throws IOException {
        Map<Long, StoredEntry> open = new LinkedHashMap<>();
        List<String> writers = dead.stream().map(WriterMark.Dead::writer).toList();
        long from = dead.stream().mapToLong(one -> one.from(next)).min().orElse(0);
        if (from == next) {
            return List.of();
        }
        try (SegmentScanner scanner = new SegmentScanner(files, from)) {
            Optional<byte[]> line = scanner.next();
            while (line.isPresent()) {
                look(EntryLine.read(line.get()), writers, open);
                line = scanner.next();
            }
        } catch (BadEntryException | JsonException e) {
            throw new IOException(
                    "what happened before the last crash cannot be read: "
                            + e.getMessage()
                            + "; run \"cordon journal verify\"",
                    e);
        }
        List<Pending> closing = new ArrayList<>();
        for (StoredEntry decision : open.values()) {
            if (runs(decision)) {
                closing.add(unknown(decision));
            }
        }
        return closing;
    }

    private static void look(EntryLine line, List<String> writers, Map<Long, StoredEntry> open)
            throws BadEntryException {
        EntryHead head = line.head();
        boolean matters =
                switch (head.kind()) {
                    case "decision", "approval", "effect" -> writers.contains(head.writer());
                    default -> false;
                };
        if (!matters || !line.hasPayload()) {
            return;
        }
        StoredEntry entry = StoredEntry.of(line);
        switch (head.kind()) {
            case "decision" -> {
                entry.payload().ifPresent(p -> p.integer("supersedes").ifPresent(open::remove));
                if (!entry.verdict().equals("deny") && open.size() < MAX_OPEN) {
                    open.put(entry.index(), entry);
                }
            }
            case "approval" -> {
                // The newest question about this call was answered.
                if (!entry.text("answer").equals("approve")) {
                    open.values()
                            .removeIf(d ->
                                    d.verdict().equals("ask")
                                            && call(d).equals(entry.text("call")));
                } else {
                    open.replaceAll((_, d) ->
                            d.verdict().equals("ask") && call(d).equals(entry.text("call"))
                                    ? approved(d)
                                    : d);
                }
            }
            default ->
                    entry.payload().ifPresent(p -> p.integer("decision").ifPresent(open::remove));
        }
    }

    /// Whether it could have run: a question that nobody answered did not, and a connection has no
    /// effect of its own.
    private static boolean runs(StoredEntry decision) {
        String kind =
                decision.payload()
                        .flatMap(p -> p.object("action"))
                        .flatMap(a -> a.text("kind"))
                        .orElse("");
        return decision.verdict().equals("allow") && !kind.equals("network");
    }

    private static StoredEntry approved(StoredEntry asked) {
        Json.ObjBuilder payload = Json.object();
        asked.payload().orElseThrow().members().forEach(payload::put);
        return new StoredEntry(
                asked.index(),
                asked.kind(),
                asked.time(),
                asked.session(),
                asked.user(),
                asked.writer(),
                asked.log(),
                asked.hash(),
                Optional.of(payload.put("verdict", "allow").build()));
    }

    private static String call(StoredEntry decision) {
        return decision.payload()
                .flatMap(p -> p.object("action"))
                .flatMap(a -> a.text("call"))
                .orElse("");
    }

    private static Pending unknown(StoredEntry decision) {
        Json.Obj action =
                decision.payload().flatMap(p -> p.object("action")).orElse(Json.object().build());
        Json.Obj body =
                Json.object()
                        .put("status", "unknown")
                        .put(
                                "message",
                                "the process that wrote the decision died before its effect")
                        .put("call", action.text("call").orElse(""))
                        .put("action_kind", action.text("kind").orElse(""))
                        .put("action_digest", action.text("digest").orElse(""))
                        .put("decision", decision.index())
                        .put("died", decision.writer())
                        .build();
        return new Pending("effect", Instant.now(), decision.session(), CanonicalJson.bytes(body));
    }
}
