package dev.cordon.policy;

import java.util.Locale;

/// One entry of a list of hosts: `host`, `*.host`, `*`, each with or without `:port`. Compared on
/// label boundaries, case and a trailing dot ignored.
///
/// @param host the name in lower case; for a pattern without its `*.`
/// @param below whether names below the host are meant, instead of itself
/// @param port the port, or 0 for every one
public record HostPattern(String host, boolean below, int port) {
    private static final int MAX_HOST_CHARS = 253;

    /// Reads one entry.
    ///
    /// @throws IllegalArgumentException if it is no host, with a sentence
    static HostPattern parse(String entry) {
        String text = entry.strip();
        if (text.isEmpty() || text.contains("/") || text.contains("@") || text.contains(" ")) {
            throw new IllegalArgumentException(
                    "\"" + entry + "\" is not a host; write host, *.host or host:port");
        }
        int port = 0;
        int colon = text.lastIndexOf(':');
        boolean bareAddress = colon >= 0 && text.indexOf(':') != colon && !text.startsWith("[");
        if (colon > 0 && !bareAddress && colon > text.lastIndexOf(']')) {
            port = port(entry, text.substring(colon + 1));
            text = text.substring(0, colon);
        }
        boolean below = text.startsWith("*.");
        String name = canonical(below ? text.substring(2) : text);
        if ((name.contains("*") && !name.equals("*")) || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + entry + "\": * stands only alone or as the first label");
        }
        return new HostPattern(name, below, port);
    }

    private static int port(String entry, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Falls through to the sentence below.
        }
        throw new IllegalArgumentException("\"" + entry + "\": a port is 1 to 65535");
    }

    /// Lower case, without a trailing dot and without the brackets of an IPv6 address.
    static String canonical(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        return name.length() > 1 && name.endsWith(".")
                ? name.substring(0, name.length() - 1)
                : name;
    }

    boolean matches(String wanted, int wantedPort) {
        if (port != 0 && port != wantedPort) {
            return false;
        }
        String name = canonical(wanted);
        if (host.equals("*")) {
            return true;
        }
        if (!below) {
            return name.equals(host);
        }
        return name.length() > host.length() + 1
                && name.endsWith(host)
                && name.charAt(name.length() - host.length() - 1) == '.';
    }

    /// Whether a name that a program asks for is one at all: ASCII letters, digits, `-`, `_`, `.`,
    /// or an address.
    static boolean isName(String host) {
        if (host.isEmpty() || host.length() > MAX_HOST_CHARS) {
            return false;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean usual =
                    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            if (!usual && "-_.:[]".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /// As it is written in configuration.
    @Override
    public String toString() {
        return (below ? "*." : "") + host + (port == 0 ? "" : ":" + port);
    }
}
