package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionCodec;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// The digest that an answer is bound to: the action without the id of its call, so that the same
/// action asked for again is the same question.
final class ActionDigest {
    private ActionDigest() {}

    /// SHA-256 in hex.
    static String of(Action action) {
        Map<String, Json> members = new LinkedHashMap<>(ActionCodec.write(action).members());
        members.remove("call");
        try {
            byte[] text = JsonText.writeBytes(new Json.Obj(members));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
