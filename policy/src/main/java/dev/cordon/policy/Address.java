package dev.cordon.policy;

/// Tells addresses of private networks from public ones, in every spelling that resolvers take for
/// an address: `127.1`, `2130706433`, `0x7f000001`, `0177.0.0.1`, `::ffff:10.0.0.1`.
final class Address {
    private Address() {}

    /// Addresses at which clouds answer with credentials.
    static boolean isMetadata(String host) {
        long v4 = mapped(host);
        return v4 == 0xA9FEA9FEL
                || v4 == 0x646464C8L
                || host.equals("metadata.google.internal")
                || host.equals("fd00:ec2::254");
    }

    /// Whether the host is an address of a private network, or a name that stands for one.
    static boolean isPrivate(String host) {
        if (host.equals("localhost")
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.endsWith(".internal")
                || host.endsWith(".home.arpa")
                || (host.indexOf('.') < 0 && host.indexOf(':') < 0)) {
            return true;
        }
        long v4 = mapped(host);
        if (v4 >= 0) {
            return isPrivateV4(v4);
        }
        return host.indexOf(':') >= 0 && !isGlobalV6(host);
    }

    /// Whether the host is an address and not a name.
    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || mapped(host) >= 0;
    }

    private static boolean isPrivateV4(long address) {
        int first = (int) (address >> 24);
        int second = (int) (address >> 16 & 255);
        return first == 0
                || first == 10
                || first == 127
                || (first == 169 && second == 254)
                || (first == 172 && second >= 16 && second < 32)
                || (first == 192 && second == 168)
                || (first == 192 && second == 0)
                || (first == 100 && second >= 64 && second < 128)
                || (first == 198 && (second == 18 || second == 19))
                || first >= 224;
    }

    /// Global unicast is 2000::/3; everything else is treated as private. Of it, 2002::/16 and
    /// 2001:0::/32 carry other addresses and count as private too.
    private static boolean isGlobalV6(String host) {
        boolean global = host.startsWith("2") || host.startsWith("3");
        int colon = host.indexOf(':');
        boolean fullGroup = colon == 4;
        return global
                && fullGroup
                && !host.startsWith("2002:")
                && !host.startsWith("2001:0:")
                && !host.startsWith("2001::");
    }

    /// The IPv4 address that a host spells, also inside an IPv6 address; -1 if it is none.
    private static long mapped(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0
                ? v4(host)
                : host.indexOf('.') > colon ? v4(host.substring(colon + 1)) : -1;
    }

    private static long v4(String text) {
        long address = 0;
        int parts = 0;
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('.', start);
            end = end < 0 ? text.length() : end;
            long part = number(text.substring(start, end));
            parts++;
            boolean last = end == text.length();
            long most = last ? (1L << (8 * (5 - parts))) - 1 : 255;
            if (part < 0 || parts > 4 || part > most) {
                return -1;
            }
            address = last ? (address << (8 * (5 - parts))) | part : address << 8 | part;
            start = end + 1;
        }
        return address;
    }

    private static long number(String text) {
        try {
            if (text.isEmpty() || text.length() > 12 || text.charAt(0) == '-') {
                return -1;
            }
            if (text.startsWith("0x")) {
                return text.length() == 2 ? 0 : Long.parseLong(text.substring(2), 16);
            }
            boolean octal = text.length() > 1 && text.charAt(0) == '0';
            return Long.parseLong(text, octal ? 8 : 10);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
