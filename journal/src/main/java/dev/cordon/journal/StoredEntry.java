package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An entry as it was read from a journal.
///
/// @param index its place, from 0
/// @param kind for example `decision` or `journal.open`
/// @param log the name of the journal
/// @param hash its leaf hash in hex
/// @param payload what it says; absent after retention took it
public record StoredEntry(
        long index,
        String kind,
        Instant time,
        Optional<String> session,
        String user,
        String writer,
        String log,
        String hash,
        Optional<Json.Obj> payload) {

    static StoredEntry of(EntryLine line) throws BadEntryException {
        EntryHead head = line.head();
        Optional<Json.Obj> payload = Optional.empty();
        if (line.hasPayload()) {
            Json json = JsonText.read(line.payload().orElseThrow());
            if (!(json instanceof Json.Obj object)) {
                throw new BadEntryException("its payload is no object");
            }
            payload = Optional.of(object);
        }
        return new StoredEntry(
                head.sequence(),
                head.kind(),
                head.time(),
                head.session(),
                head.user(),
                head.writer(),
                head.log(),
                Hashes.hex(line.leaf()),
                payload);
    }

    /// A text of the payload; empty if it is not there.
    public String text(String name) {
        return payload.flatMap(p -> p.text(name)).orElse("");
    }

    /// The description of the action, for decisions.
    public Json.Obj action() {
        return payload.flatMap(p -> p.object("action"))
                .flatMap(a -> a.object("detail"))
                .orElse(Json.object().build());
    }

    /// The command line, its words joined by spaces; empty if it is about no command.
    public String command() {
        return String.join(" ", action().texts("argv"));
    }

    /// The host it is about; empty if it is about none.
    public String host() {
        String host = text("host");
        return host.isEmpty() ? action().text("host").orElse("") : host;
    }

    /// The files it is about.
    public List<String> paths() {
        List<String> paths = new ArrayList<>(action().texts("paths"));
        payload.ifPresent(p -> paths.addAll(p.texts("paths")));
        action().text("cwd").ifPresent(paths::add);
        return paths;
    }

    /// `allow`, `ask` or `deny`; empty if nothing was decided.
    public String verdict() {
        return text("verdict");
    }

    /// As one JSON object, the form of `cordon journal export --format jsonl`.
    public Json.Obj json() {
        return Json.object()
                .put("seq", index)
                .put("time", time.toString())
                .put("kind", kind)
                .putText("session", session)
                .put("user", user)
                .put("writer", writer)
                .put("leaf", hash)
                .putJson("payload", payload)
                .build();
    }
}
