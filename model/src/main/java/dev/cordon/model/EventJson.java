package dev.cordon.model;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.util.Optional;

/// The data of one event as JSON, as far as it is JSON.
///
/// @param type the member `type`; without one the name of the event
/// @param json absent if the data is not an object; the type may still be known then
record EventJson(String type, Optional<Json.Obj> json) {
    private static final String MARK = "\"type\":\"";
    private static final int MAX_MARK_AT = 64;

    static EventJson read(SseEvent event) {
        try {
            Json.Obj json = JsonText.readObject(event.data());
            return new EventJson(json.text("type").orElse(event.name()), Optional.of(json));
        } catch (JsonException _) {
            return new EventJson(guess(event), Optional.empty());
        }
    }

    /// Broken JSON that still begins with its type: an end is an end even if its details are lost.
    private static String guess(SseEvent event) {
        int at = event.data().indexOf(MARK);
        if (at < 0 || at > MAX_MARK_AT) {
            return event.name();
        }
        int from = at + MARK.length();
        int to = event.data().indexOf('"', from);
        return to < 0 ? event.name() : event.data().substring(from, to);
    }
}
