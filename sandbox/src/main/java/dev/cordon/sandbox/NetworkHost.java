package dev.cordon.sandbox;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// A host in the one form that is judged, logged and dialled.
sealed interface NetworkHost {
    /// The longest name in DNS, in characters.
    int MAX_NAME_CHARS = 253;

    /// The longest label in DNS, in characters.
    int MAX_LABEL_CHARS = 63;

    /// The canonical text: a lower-case name without a final dot, a dotted quad, or an IPv6 address
    /// as RFC 5952 writes it, without brackets.
    String text();

    /// A name: labels of letters, digits and hyphens.
    record Name(String text) implements NetworkHost {}

    /// An address. An IPv4 address mapped into IPv6 is the IPv4 address.
    record Address(InetAddress address) implements NetworkHost {
        @Override
        public String text() {
            return address instanceof Inet4Address
                    ? address.getHostAddress()
                    : compressed(address.getAddress());
        }
    }

    /// Reads a host as it stands in an authority, IPv6 in brackets.
    ///
    /// @throws RefusedRequest if it is anything but a plain name or a plainly written address;
    ///   other spellings of addresses, such as `127.1` or `0x7f000001`, are refused and not guessed
    static NetworkHost parse(String raw) throws RefusedRequest {
        if (raw.startsWith("[")) {
            if (!raw.endsWith("]")) {
                throw bad(raw);
            }
            return address6(raw.substring(1, raw.length() - 1));
        }
        String ascii = ascii(raw);
        if (ascii.endsWith(".")) {
            ascii = ascii.substring(0, ascii.length() - 1);
        }
        checkLabels(raw, ascii);
        String last = ascii.substring(ascii.lastIndexOf('.') + 1);
        if (last.chars().allMatch(Character::isDigit) || last.startsWith("0x")) {
            return address4(raw, ascii);
        }
        return new Name(ascii);
    }

    /// The host of an address in bytes.
    static NetworkHost of(byte[] bytes) throws RefusedRequest {
        try {
            return new Address(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw RefusedRequest.malformed("an address has 4 or 16 bytes");
        }
    }

    private static String ascii(String raw) throws RefusedRequest {
        if (raw.isEmpty() || raw.length() > 4 * MAX_NAME_CHARS) {
            throw bad(raw);
        }
        boolean plain = true;
        for (int i = 0; i < raw.length(); i++) {
            plain &= raw.charAt(i) < 0x80;
        }
        if (plain) {
            return raw.toLowerCase(java.util.Locale.ROOT);
        }
        try {
            return IDN.toASCII(raw, IDN.USE_STD3_ASCII_RULES).toLowerCase(java.util.Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw bad(raw);
        }
    }

    private static void checkLabels(String raw, String ascii) throws RefusedRequest {
        if (ascii.isEmpty() || ascii.length() > MAX_NAME_CHARS) {
            throw bad(raw);
        }
        int start = 0;
        for (int i = 0; i <= ascii.length(); i++) {
            char c = i < ascii.length() ? ascii.charAt(i) : '.';
            if (c == '.') {
                boolean empty = i == start;
                if (empty
                        || i - start > MAX_LABEL_CHARS
                        || ascii.charAt(start) == '-'
                        || ascii.charAt(i - 1) == '-') {
                    throw bad(raw);
                }
                start = i + 1;
            } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                throw bad(raw);
            }
        }
    }

    private static NetworkHost address4(String raw, String text) throws RefusedRequest {
        byte[] bytes = new byte[4];
        int index = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != '.') {
                if (!Character.isDigit(text.charAt(i))) {
                    throw bad(raw);
                }
                continue;
            }
            int length = i - start;
            boolean leadingZero = length > 1 && text.charAt(start) == '0';
            if (index == 4 || length < 1 || length > 3 || leadingZero) {
                throw bad(raw);
            }
            int value = Integer.parseInt(text, start, i, 10);
            if (value > 255) {
                throw bad(raw);
            }
            bytes[index++] = (byte) value;
            start = i + 1;
        }
        if (index != 4) {
            throw bad(raw);
        }
        return of(bytes);
    }

    private static NetworkHost address6(String text) throws RefusedRequest {
        if (text.length() > 45 || text.indexOf(':') < 0) {
            throw bad(text);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c != ':' && c != '.' && Character.digit(c, 16) < 0) || c >= 0x80) {
                throw bad(text);
            }
        }
        try {
            return new Address(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            throw bad(text);
        }
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && groups[i + length] == 0) {
                length++;
            }
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static RefusedRequest bad(String raw) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(raw.length(), 80); i++) {
            char c = raw.charAt(i);
            shown.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return RefusedRequest.malformed(
                "\""
                        + shown
                        + "\" is no host name (letters, digits, hyphens, dots) and no plainly written"
                        + " address");
    }
}
