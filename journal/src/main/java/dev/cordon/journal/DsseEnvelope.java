package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A signed statement.
///
/// @see <a href="https://github.com/secure-systems-lab/dsse/blob/master/envelope.md">DSSE 1.0</a>
final class DsseEnvelope {
    /// The type of in-toto statements.
    static final String IN_TOTO = "application/vnd.in-toto+json";

    private DsseEnvelope() {}

    /// Signs a statement.
    static Json.Obj sign(Json.Obj statement, SigningKey key) {
        byte[] payload = CanonicalJson.bytes(CanonicalJson.made(statement));
        Json.Obj signature =
                Json.object()
                        .put("keyid", key.verifier().toString())
                        .put("sig", base64(key.sign(signed(payload))))
                        .build();
        return Json.object()
                .put("payloadType", IN_TOTO)
                .put("payload", base64(payload))
                .put("signatures", Json.array(List.of(signature)))
                .build();
    }

    /// The statement, if one of the signatures is by the key and good.
    ///
    /// @throws JsonException if it is no envelope of an in-toto statement
    static Optional<Json.Obj> open(Json.Obj envelope, VerifierKey key) {
        if (!envelope.requireText("payloadType").equals(IN_TOTO)) {
            throw new JsonException("the envelope holds no in-toto statement");
        }
        try {
            byte[] payload = Base64.getDecoder().decode(envelope.requireText("payload"));
            for (Json element : envelope.array("signatures")) {
                if (element instanceof Json.Obj signature
                        && key.verifies(
                                signed(payload),
                                Base64.getDecoder().decode(signature.requireText("sig")))) {
                    return Optional.of(
                            JsonText.readObject(new String(payload, StandardCharsets.UTF_8)));
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new JsonException("the envelope is damaged: " + e.getMessage());
        }
    }

    /// The bytes that are signed: type and payload with their lengths.
    private static byte[] signed(byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                EntryLine.ascii(
                        "DSSEv1 " + IN_TOTO.length() + ' ' + IN_TOTO + ' ' + payload.length + ' '));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
