package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A journal that removes secrets from every text of an entry before it is written.
public final class RedactingJournal implements Journal {
    private final Journal journal;
    private final Redactor redactor;

    public RedactingJournal(Journal journal, Redactor redactor) {
        this.journal = journal;
        this.redactor = redactor;
    }

    @Override
    public Receipt append(JournalEntry entry) {
        return journal.append(clean(entry));
    }

    @Override
    public void enqueue(JournalEntry entry) {
        journal.enqueue(clean(entry));
    }

    private JournalEntry clean(JournalEntry entry) {
        return new JournalEntry(
                entry.kind(), entry.time(), entry.session(), redacted(redactor, entry.body()));
    }

    @Override
    public void close() {
        journal.close();
    }

    /// JSON with the secrets removed from its texts. The name of a member counts: `{"password":
    /// "x"}` is found. An array of words is also read as one line, so that `["--token", "x"]` is.
    public static Json.Obj redacted(Redactor redactor, Json.Obj object) {
        Json.ObjBuilder result = Json.object();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            Json value = member.getValue();
            result.put(
                    redactor.redact(member.getKey()),
                    value instanceof Json.Str(String text)
                            ? new Json.Str(redactor.redact(member.getKey(), text))
                            : redacted(redactor, value));
        }
        return result.build();
    }

    private static Json redacted(Redactor redactor, Json value) {
        return switch (value) {
            case Json.Obj object -> redacted(redactor, object);
            case Json.Arr(List<Json> elements) -> array(redactor, elements);
            case Json.Str(String text) -> new Json.Str(redactor.redact(text));
            case Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }

    private static Json array(Redactor redactor, List<Json> elements) {
        List<Json> result = new ArrayList<>();
        String before = "";
        for (Json element : elements) {
            if (element instanceof Json.Str(String text)) {
                String name = before.startsWith("--") ? before : "";
                result.add(
                        new Json.Str(
                                name.isEmpty()
                                        ? redactor.redact(text)
                                        : redactor.redact(name, text)));
                before = text;
            } else {
                result.add(redacted(redactor, element));
                before = "";
            }
        }
        return Json.array(result);
    }
}
