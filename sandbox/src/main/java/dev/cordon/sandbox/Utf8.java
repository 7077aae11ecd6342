package dev.cordon.sandbox;

/// Where characters end in UTF-8 (RFC 3629).
final class Utf8 {
    private Utf8() {}

    /// How many of the first `length` bytes remain when a character that is not complete is left
    /// off. Bytes that are no UTF-8 at all stay.
    static int completeLength(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int lead = bytes[length - back] & 0xFF;
            if (lead < 0x80) {
                return length;
            }
            if (lead >= 0xC0) {
                int wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return wanted > back && lead < 0xF8 ? length - back : length;
            }
        }
        return length;
    }
}
