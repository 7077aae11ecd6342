package dev.cordon.sandbox;

import java.util.Optional;
import java.util.OptionalInt;

/// One entry of a list of hosts.
///
/// `example.org` is that name only, `*.example.org` every name below it but not itself, `*` every
/// name, `10.0.0.0/8` and `[::1]` addresses. A port may follow: `example.org:443`. A name never
/// matches an address and the other way round.
///
/// @param text as it was written, in canonical form
public record HostPattern(
        String text, Kind kind, String name, Optional<AddressRange> range, OptionalInt port) {
    /// What is compared.
    public enum Kind {
        EXACT,
        BELOW,
        ANY_NAME,
        ADDRESSES
    }

    /// Reads an entry.
    ///
    /// @throws IllegalArgumentException if it is none, with what is wrong
    public static HostPattern parse(String entry) {
        int colon = portColon(entry);
        String host = colon < 0 ? entry : entry.substring(0, colon);
        OptionalInt port = colon < 0 ? OptionalInt.empty() : OptionalInt.of(port(entry, colon + 1));
        if (host.equals("*")) {
            return new HostPattern(entry, Kind.ANY_NAME, "", Optional.empty(), port);
        }
        if (host.indexOf('/') >= 0) {
            return addresses(AddressRange.parse(host), port);
        }
        boolean below = host.startsWith("*.");
        try {
            NetworkHost parsed = NetworkHost.parse(below ? host.substring(2) : host);
            return switch (parsed) {
                case NetworkHost.Name(String name) ->
                        new HostPattern(
                                (below ? "*." : "") + name + suffix(port),
                                below ? Kind.BELOW : Kind.EXACT,
                                name,
                                Optional.empty(),
                                port);
                case NetworkHost.Address address when !below ->
                        addresses(AddressRange.parse(address.text()), port);
                case NetworkHost.Address _ ->
                        throw new IllegalArgumentException(
                                "\"" + entry + "\": *. stands before a name, not an address");
            };
        } catch (RefusedRequest e) {
            throw new IllegalArgumentException(e.sentence(), e);
        }
    }

    private static HostPattern addresses(AddressRange range, OptionalInt port) {
        return new HostPattern(
                range.text() + suffix(port), Kind.ADDRESSES, "", Optional.of(range), port);
    }

    private static String suffix(OptionalInt port) {
        return port.isPresent() ? ":" + port.getAsInt() : "";
    }

    private static int portColon(String entry) {
        int colon = entry.lastIndexOf(':');
        if (colon < 0 || (entry.startsWith("[") && entry.lastIndexOf(']') > colon)) {
            return -1;
        }
        // An IPv6 block without brackets, such as fd00::/8, has no port.
        return !entry.startsWith("[") && entry.indexOf(':') != colon ? -1 : colon;
    }

    /// Reads a decimal port from `start` to the end.
    ///
    /// @throws IllegalArgumentException unless it is 1 to 65535 in plain digits
    static int port(String text, int start) {
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || i - start > 4) {
                throw new IllegalArgumentException("\"" + text + "\": a port is 1 to 65535");
            }
            port = port * 10 + c - '0';
        }
        if (port < 1 || port > 65535 || text.charAt(start) == '0') {
            throw new IllegalArgumentException("\"" + text + "\": a port is 1 to 65535");
        }
        return port;
    }

    /// Whether the entry covers a canonical host and a port.
    boolean matches(NetworkHost host, int wantedPort) {
        if (port.isPresent() && port.getAsInt() != wantedPort) {
            return false;
        }
        return switch (host) {
            case NetworkHost.Name(String wanted) ->
                    switch (kind) {
                        case EXACT -> wanted.equals(name);
                        case BELOW -> wanted.endsWith("." + name);
                        case ANY_NAME -> true;
                        case ADDRESSES -> false;
                    };
            case NetworkHost.Address(var address) ->
                    range.isPresent() && range.get().contains(address);
        };
    }
}
