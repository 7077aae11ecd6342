package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the models cost, from the answers in a journal.
public final class UsageTable {
    private final Group group;
    private final ZoneId zone;
    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, String> projects = new HashMap<>();

    /// What makes a row.
    public enum Group {
        DAY,
        MODEL,
        /// The folder in which the session began.
        PROJECT,
        SESSION
    }

    /// @param zone in which days begin
    public UsageTable(Group group, ZoneId zone) {
        this.group = group;
        this.zone = zone;
    }

    /// A row.
    ///
    /// @param answers how many completed answers
    /// @param input tokens, those from the cache included
    /// @param output tokens, reasoning included
    /// @param microDollars the sum of the known prices
    /// @param unpriced answers whose price is not known
    public record Row(
            String name,
            long answers,
            long input,
            long cachedInput,
            long output,
            long microDollars,
            long unpriced) {
        private Row plus(Row other) {
            return new Row(
                    name,
                    answers + other.answers,
                    input + other.input,
                    cachedInput + other.cachedInput,
                    output + other.output,
                    microDollars + other.microDollars,
                    unpriced + other.unpriced);
        }

        /// As JSON.
        public Json.Obj json() {
            return Json.object()
                    .put("name", name)
                    .put("answers", answers)
                    .put("input_tokens", input)
                    .put("cached_input_tokens", cachedInput)
                    .put("output_tokens", output)
                    .put("micro_dollars", microDollars)
                    .put("unpriced_answers", unpriced)
                    .build();
        }
    }

    /// Counts an entry, if it is a completed answer. Entries come in their order.
    public void add(StoredEntry entry) {
        String session = entry.session().orElse("none");
        if (entry.kind().equals("session") && !entry.text("cwd").isEmpty()) {
            projects.put(session, entry.text("cwd"));
        }
        boolean answered = entry.payload().flatMap(p -> p.find("output_tokens")).isPresent();
        if (!entry.kind().equals("model_answer") || !answered) {
            return;
        }
        Json.Obj payload = entry.payload().orElseThrow();
        boolean priced = payload.integer("micro_dollars").isPresent();
        Row row =
                new Row(
                        name(entry, session),
                        1,
                        payload.integer("input_tokens").orElse(0),
                        payload.integer("cached_input_tokens").orElse(0),
                        payload.integer("output_tokens").orElse(0),
                        payload.integer("micro_dollars").orElse(0),
                        priced ? 0 : 1);
        rows.merge(row.name(), row, Row::plus);
    }

    /// The rows in the order of their names.
    public List<Row> rows() {
        return List.copyOf(rows.values());
    }

    private String name(StoredEntry entry, String session) {
        return switch (group) {
            case DAY -> entry.time().atZone(zone).toLocalDate().toString();
            case MODEL -> entry.text("model");
            case PROJECT -> projects.getOrDefault(session, "unknown");
            case SESSION -> session;
        };
    }
}
