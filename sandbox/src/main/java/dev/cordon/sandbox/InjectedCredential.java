package dev.cordon.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A secret that commands use without seeing it.
///
/// The command holds the sentinel. On the way to one of the hosts, and only inside TLS that the
/// proxy opened, the sentinel in the named field becomes the secret; in all other requests a field
/// that holds the sentinel is removed.
///
/// @param sentinel what the command sees, at least 16 characters, unlike anything else
/// @param secret what the host gets; never printed
/// @param field the name of the field, for example `Authorization`
/// @param variable where commands find the sentinel; empty if they get it in another way
public record InjectedCredential(
        String sentinel, String secret, String field, List<HostPattern> hosts, String variable) {
    private static final int MIN_SENTINEL_CHARS = 16;

    /// A sentinel that commands get in another way than by a variable.
    public InjectedCredential(
            String sentinel, String secret, String field, List<HostPattern> hosts) {
        this(sentinel, secret, field, hosts, "");
    }

    public InjectedCredential {
        if (sentinel.length() < MIN_SENTINEL_CHARS || !HttpHead.isToken(sentinel)) {
            throw new IllegalArgumentException(
                    "a sentinel has at least 16 letters, digits or hyphens");
        }
        for (int i = 0; i < secret.length(); i++) {
            if (secret.charAt(i) <= ' ' || secret.charAt(i) >= 0x7f) {
                throw new IllegalArgumentException(
                        "the secret for the field " + field + " has a character beyond ASCII");
            }
        }
        hosts = List.copyOf(hosts);
    }

    boolean isFor(NetworkHost host, int port) {
        return hosts.stream().anyMatch(pattern -> pattern.matches(host, port));
    }

    /// Whether a value carries the sentinel, plainly or inside Basic authentication.
    boolean isIn(String value) {
        return value.contains(sentinel) || basic(value).contains(sentinel);
    }

    /// The value with the secret in it.
    String reveal(String value) {
        if (value.contains(sentinel)) {
            return value.replace(sentinel, secret);
        }
        String pair = basic(value).replace(sentinel, secret);
        return "Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The value without the secret, for what a server echoes.
    String conceal(String value) {
        return value.replace(secret, sentinel);
    }

    private static String basic(String value) {
        if (!value.regionMatches(true, 0, "Basic ", 0, 6)) {
            return "";
        }
        try {
            byte[] pair = Base64.getDecoder().decode(value.substring(6).strip());
            return new String(pair, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return "InjectedCredential[" + field + " for " + hosts + "]";
    }
}
