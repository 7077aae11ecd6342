package dev.cordon.model;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The proxies of the host.
///
/// @param http for `http` addresses
/// @param https for `https` addresses, reached with CONNECT
/// @param direct hosts that are reached without: `host`, `.domain`, `host:port`, or `*`
public record Proxies(Optional<URI> http, Optional<URI> https, List<String> direct) {
    /// No proxy at all.
    public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

    public Proxies {
        direct = List.copyOf(direct);
    }

    /// The proxies that `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or
    /// not, name.
    ///
    /// @throws IllegalArgumentException if a value is no `http://host:port`
    public static Proxies of(Map<String, String> environment) {
        Optional<URI> all = read(environment, "ALL_PROXY");
        List<String> direct = new ArrayList<>();
        String list = either(environment, "NO_PROXY").toLowerCase(Locale.ROOT);
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            String entry = list.substring(from, comma < 0 ? list.length() : comma).strip();
            if (!entry.isEmpty()) {
                direct.add(entry);
            }
            from = comma < 0 ? list.length() + 1 : comma + 1;
        }
        return new Proxies(
                read(environment, "HTTP_PROXY").or(() -> all),
                read(environment, "HTTPS_PROXY").or(() -> all),
                direct);
    }

    /// The proxy for an address. Loopback is always reached directly.
    Optional<URI> forAddress(String scheme, String host, int port) {
        Optional<URI> proxy = scheme.equals("https") ? https : http;
        if (proxy.isEmpty() || isLoopback(host) || isDirect(host, port)) {
            return Optional.empty();
        }
        return proxy;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("::1")
                || host.equals("[::1]");
    }

    private boolean isDirect(String address, int port) {
        String host = address.toLowerCase(Locale.ROOT);
        for (String entry : direct) {
            String pattern = entry.startsWith("*.") ? entry.substring(1) : entry;
            String bare = pattern.startsWith(".") ? pattern.substring(1) : pattern;
            if (entry.equals("*")
                    || host.equals(bare)
                    || (host + ":" + port).equals(bare)
                    || host.endsWith("." + bare)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<URI> read(Map<String, String> environment, String name) {
        String text = either(environment, name).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String what = name + " must be http://host:port";
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new IllegalArgumentException(what + "; other kinds of proxies do not work");
            }
            return Optional.of(uri);
        } catch (IllegalArgumentException e) {
            // The text may hold a password: it stays out of the message.
            throw e.getMessage() != null && e.getMessage().startsWith(what)
                    ? e
                    : new IllegalArgumentException(what);
        }
    }

    private static String either(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return lower.isEmpty() ? environment.getOrDefault(name, "") : lower;
    }
}
