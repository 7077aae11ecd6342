package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Counts entries as they are read.
public final class JournalStats implements JournalReader.Sink {
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<String, Long> refusingRules = new TreeMap<>();
    private final Map<String, Long> hosts = new TreeMap<>();
    private final Set<String> sessions = new TreeSet<>();
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private long entries;
    private long withoutContent;

    @Override
    public void entry(StoredEntry entry) {
        entries++;
        withoutContent += entry.payload().isEmpty() ? 1 : 0;
        kinds.merge(entry.kind(), 1L, Long::sum);
        entry.session().ifPresent(sessions::add);
        if (!entry.verdict().isEmpty()) {
            verdicts.merge(entry.verdict(), 1L, Long::sum);
        }
        if (entry.verdict().equals("deny")) {
            refusingRules.merge(entry.text("rule"), 1L, Long::sum);
        }
        if (entry.kind().equals("network")) {
            hosts.merge(entry.host() + " " + entry.verdict(), 1L, Long::sum);
        }
        first = first.isEmpty() ? Optional.of(entry.time()) : first;
        last = Optional.of(entry.time());
    }

    /// As JSON with the members `entries`, `without_content`, `sessions`, `first`, `last`, `kinds`,
    /// `verdicts`, `refusing_rules` and `hosts`.
    public Json.Obj json() {
        return Json.object()
                .put("entries", entries)
                .put("without_content", withoutContent)
                .put("sessions", sessions.size())
                .putText("first", first.map(Instant::toString))
                .putText("last", last.map(Instant::toString))
                .put("kinds", counts(kinds))
                .put("verdicts", counts(verdicts))
                .put("refusing_rules", counts(refusingRules))
                .put("hosts", counts(hosts))
                .build();
    }

    private static Json.Obj counts(Map<String, Long> counts) {
        Json.ObjBuilder object = Json.object();
        counts.forEach(object::put);
        return object.build();
    }
}
