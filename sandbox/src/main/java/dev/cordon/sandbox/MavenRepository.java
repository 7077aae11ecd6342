package dev.cordon.sandbox;

import java.net.URI;

/// A repository that artefacts are downloaded from, if policy lets commands reach its host.
///
/// @param id as build files name it, for example `central`; letters, digits, `-`, `_` and `.`
/// @param url http or https, with a host and without user information or query; what is kept of it
///   has no final slash, so that paths can be appended
public record MavenRepository(String id, URI url) {
    public MavenRepository {
        boolean plain = !id.isEmpty() && id.charAt(0) != '.';
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = Character.isLetterOrDigit(c) && c < 0x80;
            plain &= letter || "-_.".indexOf(c) >= 0;
        }
        String scheme = String.valueOf(url.getScheme());
        if (!plain
                || !(scheme.equals("http") || scheme.equals("https"))
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null) {
            throw new IllegalArgumentException("no repository: " + id + " at " + url);
        }
        url = URI.create(withoutFinalSlash(url.toString()));
    }

    private static String withoutFinalSlash(String url) {
        int end = url.length();
        while (url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }

    boolean tls() {
        return url.getScheme().equals("https");
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : tls() ? 443 : 80;
    }
}
