package dev.cordon.journal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/// The public key of a journal.
///
/// As text it is `<name>+<8 hex digits>+<base64>`, where the digits are the first four bytes of
/// SHA-256 over name, newline, 0x01 and the key, and the base64 is 0x01 and the key.
///
/// @see <a href="https://c2sp.org/signed-note">C2SP signed notes</a>
public final class VerifierKey {
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final byte ED25519 = 1;
    // The fixed start of an Ed25519 key in DER, RFC 8410 section 4.
    private static final byte[] DER = Hashes.fromHex("302a300506032b6570032100");

    private final String name;
    private final byte[] key;
    private final byte[] id;

    private VerifierKey(String name, byte[] key) {
        this.name = name;
        this.key = key;
        this.id = id(name, key);
    }

    /// Reads the text form.
    ///
    /// @throws IllegalArgumentException if it is none
    public static VerifierKey read(String text) {
        String line = text.strip();
        int first = line.indexOf('+');
        int second = first < 0 ? -1 : line.indexOf('+', first + 1);
        if (second < 0 || second - first - 1 != 2 * ID_BYTES) {
            throw broken(line);
        }
        byte[] typed = Base64.getDecoder().decode(line.substring(second + 1));
        if (typed.length != KEY_BYTES + 1 || typed[0] != ED25519) {
            throw broken(line);
        }
        VerifierKey key =
                new VerifierKey(
                        line.substring(0, first), Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.toString().equals(line)) {
            throw broken(line);
        }
        return key;
    }

    static VerifierKey of(String name, PublicKey key) {
        byte[] der = key.getEncoded();
        return new VerifierKey(name, Arrays.copyOfRange(der, DER.length, der.length));
    }

    /// The name, which is the name of the journal.
    public String name() {
        return name;
    }

    byte[] id() {
        return id.clone();
    }

    /// Whether this key made the signature.
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            byte[] der = Arrays.copyOf(DER, DER.length + KEY_BYTES);
            System.arraycopy(key, 0, der, DER.length, KEY_BYTES);
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// The text form.
    @Override
    public String toString() {
        byte[] typed = new byte[KEY_BYTES + 1];
        typed[0] = ED25519;
        System.arraycopy(key, 0, typed, 1, KEY_BYTES);
        return name + '+' + Hashes.hex(id) + '+' + Base64.getEncoder().encodeToString(typed);
    }

    private static byte[] id(String name, byte[] key) {
        byte[] ascii = EntryLine.ascii(name + "\n");
        byte[] input = Arrays.copyOf(ascii, ascii.length + 1 + KEY_BYTES);
        input[ascii.length] = ED25519;
        System.arraycopy(key, 0, input, ascii.length + 1, KEY_BYTES);
        return Arrays.copyOf(new Hashes().plain(input), ID_BYTES);
    }

    private static IllegalArgumentException broken(String line) {
        return new IllegalArgumentException(
                "\"" + line + "\" is no key; expected <name>+<8 hex digits>+<base64>");
    }
}
