package dev.cordon.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The hash of a leaf and of a node of the Merkle tree, with SHA-256.
///
/// Not thread-safe: each thread has its own.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.1">RFC 9162, section 2.1.1</a>
final class Hashes {
    /// The length of a hash in bytes.
    static final int HASH_BYTES = 32;

    /// The length of a hash in hex digits.
    static final int HEX_CHARS = 64;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private final MessageDigest sha256;

    Hashes() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256; this one does not", e);
        }
    }

    /// The hash of an entry's head, which is its leaf in the tree and its link in the chain.
    byte[] leaf(byte[] bytes, int offset, int length) {
        sha256.update(LEAF);
        sha256.update(bytes, offset, length);
        return sha256.digest();
    }

    /// The hash of two subtrees.
    byte[] node(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        sha256.update(right);
        return sha256.digest();
    }

    /// The hash that binds a payload to its head: it tells nothing about the payload to who has no
    /// salt.
    byte[] commitment(byte[] salt, byte[] payload, int offset, int length) {
        sha256.update(salt);
        sha256.update(payload, offset, length);
        return sha256.digest();
    }

    /// Plain SHA-256.
    byte[] plain(byte[] bytes) {
        return sha256.digest(bytes);
    }

    /// The hash of the tree with no leaf.
    byte[] emptyTree() {
        return sha256.digest();
    }

    /// Lower-case hex.
    static String hex(byte[] bytes) {
        char[] text = new char[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = DIGITS[bytes[i] >> 4 & 15];
            text[2 * i + 1] = DIGITS[bytes[i] & 15];
        }
        return new String(text);
    }

    /// Puts lower-case hex in ASCII into `out`.
    ///
    /// @return the place behind it
    static int hex(byte[] bytes, byte[] out, int offset) {
        int at = offset;
        for (byte b : bytes) {
            out[at++] = (byte) DIGITS[b >> 4 & 15];
            out[at++] = (byte) DIGITS[b & 15];
        }
        return at;
    }

    /// Bytes of lower-case hex in ASCII, or an empty array if it is none.
    static byte[] fromHex(byte[] ascii, int offset, int bytes) {
        byte[] result = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            int high = digit(ascii[offset + 2 * i]);
            int low = digit(ascii[offset + 2 * i + 1]);
            if (high < 0 || low < 0) {
                return new byte[0];
            }
            result[i] = (byte) (high << 4 | low);
        }
        return result;
    }

    /// Bytes of lower-case hex.
    ///
    /// @throws IllegalArgumentException if it is no lower-case hex of whole bytes
    static byte[] fromHex(String hex) {
        byte[] ascii = new byte[hex.length()];
        for (int i = 0; i < ascii.length; i++) {
            char c = hex.charAt(i);
            ascii[i] = c < 128 ? (byte) c : (byte) '?';
        }
        byte[] bytes = fromHex(ascii, 0, ascii.length / 2);
        if (ascii.length % 2 != 0 || bytes.length != ascii.length / 2) {
            throw new IllegalArgumentException("not lower-case hex: \"" + hex + "\"");
        }
        return bytes;
    }

    /// 64 zeros: what stands before the first entry.
    static byte[] zeros() {
        return new byte[HASH_BYTES];
    }

    static boolean same(byte[] a, byte[] b) {
        return Arrays.equals(a, b);
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
