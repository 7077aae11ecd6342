package dev.cordon.protocol;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Time-ordered identifiers.
///
/// They name things, they protect nothing: the random part need not be secret, so it comes from a
/// generator that costs no start-up time.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
final class Uuid7 {
    private static final int LENGTH = 36;
    private static final AtomicLong LAST = new AtomicLong();

    private Uuid7() {}

    /// The next identifier; within this process later ones sort later.
    static String next() {
        // 48 bits of milliseconds and 12 bits that count up within one millisecond.
        long stamp =
                LAST.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis() << 12));
        long high = ((stamp >>> 12) << 16) | 0x7000L | (stamp & 0xfff);
        long low = (ThreadLocalRandom.current().nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return hex(high, 8, 32)
                + '-'
                + hex(high, 4, 16)
                + '-'
                + hex(high, 4, 0)
                + '-'
                + hex(low, 4, 48)
                + '-'
                + hex(low, 12, 0);
    }

    static void check(String value) {
        if (value.length() != LENGTH) {
            throw new IllegalArgumentException("not an id: \"" + value + "\"");
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = value.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (dash ? c != '-' : !digit) {
                throw new IllegalArgumentException("not an id: \"" + value + "\"");
            }
        }
    }

    private static String hex(long bits, int digits, int shift) {
        char[] text = new char[digits];
        for (int i = 0; i < digits; i++) {
            text[i] = Character.forDigit((int) (bits >>> (shift + 4 * (digits - 1 - i))) & 15, 16);
        }
        return new String(text);
    }
}
