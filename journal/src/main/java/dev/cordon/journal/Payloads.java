package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Turns entries into the canonical bytes that are written, within the bound of a line.
final class Payloads {
    /// The longest payload; governance rules of the record format allow 64 KiB.
    static final int MAX_PAYLOAD_BYTES = 64 * 1024 - 1;

    private static final int LONG_CHARS = 1024;
    private static final int KEPT_CHARS = 512;

    private Payloads() {}

    /// @throws JournalException if the body is too large even after its long strings were cut
    static Pending pending(JournalEntry entry) {
        Json.Obj body = CanonicalJson.made(entry.body());
        byte[] payload = CanonicalJson.bytes(body);
        if (payload.length > MAX_PAYLOAD_BYTES) {
            payload = CanonicalJson.bytes(shortened(body));
        }
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new JournalException(
                    "an entry of "
                            + payload.length
                            + " bytes does not fit the journal, which takes "
                            + MAX_PAYLOAD_BYTES
                            + "; put a digest of its content into it");
        }
        return new Pending(
                word(entry.kind()),
                entry.time(),
                entry.session().map(SessionId::value),
                payload,
                OpenDecisions.Bearing.of(entry.kind(), body));
    }

    /// Stands for no entry.
    static Pending nothing() {
        return new Pending("", Instant.EPOCH, Optional.empty(), new byte[0]);
    }

    /// The word of a kind as it stands in the file.
    static String word(JournalEntry.Kind kind) {
        return lower(kind);
    }

    /// The word of a constant in entries: its name in lower case.
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// Long strings keep their beginning, and say how long they were and what they hash to.
    private static Json shortened(Json value) {
        return switch (value) {
            case Json.Obj object -> {
                Json.ObjBuilder result = Json.object();
                object.members().forEach((name, member) -> result.put(name, shortened(member)));
                yield result.build();
            }
            case Json.Arr(List<Json> elements) ->
                    Json.array(elements.stream().map(Payloads::shortened).toList());
            case Json.Str(String text) when text.length() > LONG_CHARS -> new Json.Str(cut(text));
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }

    private static String cut(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int kept =
                Character.isHighSurrogate(text.charAt(KEPT_CHARS - 1))
                        ? KEPT_CHARS - 1
                        : KEPT_CHARS;
        return text.substring(0, kept)
                + "[cut: "
                + utf8.length
                + " bytes, sha256 "
                + Hashes.hex(new Hashes().plain(utf8))
                + "]";
    }
}
