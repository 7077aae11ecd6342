package dev.cordon.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What names an action in questions, grants and the journal: SHA-256 of the action as JSON with
/// sorted members and without its call id, so that the same action asked again has the same digest.
public final class ActionDigest {
    private ActionDigest() {}

    /// The digest in hex.
    public static String of(Action action) {
        return ofJson(ActionCodec.write(action));
    }

    /// The digest in hex of an action that was written by {@link ActionCodec}.
    public static String ofJson(Json.Obj action) {
        return sha256(JsonText.write(canonical(action, true)));
    }

    /// SHA-256 in hex of the text in UTF-8.
    public static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Json canonical(Json value, boolean top) {
        return switch (value) {
            case Json.Obj(Map<String, Json> members) -> {
                Json.ObjBuilder sorted = Json.object();
                for (Map.Entry<String, Json> member : new TreeMap<>(members).entrySet()) {
                    if (!top || !member.getKey().equals("call")) {
                        sorted.put(member.getKey(), canonical(member.getValue(), false));
                    }
                }
                yield sorted.build();
            }
            case Json.Arr(List<Json> elements) -> {
                List<Json> all = new ArrayList<>(elements.size());
                for (Json element : elements) {
                    all.add(canonical(element, false));
                }
                yield Json.array(all);
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }
}
