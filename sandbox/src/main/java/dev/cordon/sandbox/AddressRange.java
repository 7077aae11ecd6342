package dev.cordon.sandbox;

import java.net.InetAddress;
import java.util.Arrays;

/// A block of addresses, for example `10.0.0.0/8` or `fd00::/8`.
///
/// @param text as it was written
@SuppressWarnings("ArrayRecordComponent") // copied in, never handed out
public record AddressRange(String text, byte[] prefix, int bits) {
    public AddressRange {
        prefix = prefix.clone();
    }

    /// Reads `ADDRESS` or `ADDRESS/BITS`.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        NetworkHost host;
        try {
            host =
                    NetworkHost.parse(
                            address.indexOf(':') >= 0 && !address.startsWith("[")
                                    ? "[" + address + "]"
                                    : address);
        } catch (RefusedRequest e) {
            throw new IllegalArgumentException(e.sentence(), e);
        }
        if (!(host instanceof NetworkHost.Address(InetAddress parsed))) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address block such as 10.0.0.0/8");
        }
        byte[] prefix = parsed.getAddress();
        int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > prefix.length * 8) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": the number after / is 0 to " + prefix.length * 8);
        }
        return new AddressRange(text, prefix, bits);
    }

    /// Whether the address is in the block. Families never mix.
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(bytes, 0, whole, prefix, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || (((bytes[whole] ^ prefix[whole]) & 0xff) >>> (8 - rest)) == 0;
    }

    @Override
    public byte[] prefix() {
        return prefix.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range
                && bits == range.bits
                && Arrays.equals(prefix, range.prefix);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(prefix) * 31 + bits;
    }
}
