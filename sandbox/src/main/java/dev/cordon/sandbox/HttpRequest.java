package dev.cordon.sandbox;

import java.util.Optional;

/// The first line of a request together with the authority that it is for.
///
/// @param method a token, as it was sent
/// @param host canonical
/// @param target the path with the query, `*`, or empty for `CONNECT`
/// @param authority the host and port as `Host` must have them
record HttpRequest(
        String method, NetworkHost host, int port, String target, String authority, HttpHead head) {
    /// The longest request target.
    static final int MAX_TARGET_CHARS = 32 * 1024;

    /// Host and port.
    record Authority(NetworkHost host, int port) {
        /// Reads `host` or `host:port`.
        ///
        /// @param defaultPort taken if there is none; 0 if there must be one
        static Authority parse(String text, int defaultPort) throws RefusedRequest {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c <= ' ' || c == 0x7f || "@%\\/?#".indexOf(c) >= 0) {
                    throw RefusedRequest.malformed(
                            "the authority has user information, an escape or a forbidden"
                                    + " character");
                }
            }
            int colon = text.lastIndexOf(':');
            boolean bracketed = text.startsWith("[");
            if (bracketed && text.endsWith("]")) {
                colon = -1;
            }
            if (colon < 0) {
                if (defaultPort == 0) {
                    throw RefusedRequest.malformed("the target needs a port, as in host:443");
                }
                return new Authority(NetworkHost.parse(text), defaultPort);
            }
            try {
                int port = HostPattern.port(text, colon + 1);
                return new Authority(NetworkHost.parse(text.substring(0, colon)), port);
            } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
                throw RefusedRequest.malformed("the port in the target is not 1 to 65535");
            }
        }
    }

    /// Understands a request that was sent to a proxy: absolute form with `http:`, or `CONNECT`.
    static HttpRequest toProxy(HttpHead head) throws RefusedRequest {
        String[] words = words(head);
        if (words[0].equals("CONNECT")) {
            Authority authority = Authority.parse(words[1], 0);
            Optional<String> host = head.single("Host");
            if (host.isPresent()
                    && !Authority.parse(host.get(), authority.port())
                            .host()
                            .equals(authority.host())) {
                throw mismatch(host.get(), words[1]);
            }
            if (!head.all("Content-Length").isEmpty() || !head.all("Transfer-Encoding").isEmpty()) {
                throw RefusedRequest.malformed("CONNECT has no body");
            }
            return new HttpRequest(
                    "CONNECT", authority.host(), authority.port(), "", words[1], head);
        }
        String target = words[1];
        if (!target.regionMatches(true, 0, "http://", 0, 7)) {
            throw RefusedRequest.malformed(
                    "a request to a proxy names an absolute http: address or is CONNECT");
        }
        int end = 7;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String rest = target.substring(end);
        String path = rest.startsWith("/") ? rest : "/" + rest;
        return make(words[0], target.substring(7, end), path, head, 80);
    }

    /// Understands a request that was sent to a server: origin form with `Host`.
    ///
    /// @param expected the authority that it must be for
    static HttpRequest toServer(HttpHead head, Authority expected) throws RefusedRequest {
        String[] words = words(head);
        boolean asterisk = words[1].equals("*") && words[0].equals("OPTIONS");
        if (!words[1].startsWith("/") && !asterisk) {
            throw RefusedRequest.malformed("a request to a server begins with a path");
        }
        String host =
                head.single("Host").orElseThrow(() -> RefusedRequest.malformed("Host is missing"));
        Authority named = Authority.parse(host, expected.port());
        if (!named.equals(expected)) {
            throw mismatch(host, expected.host().text() + ":" + expected.port());
        }
        HttpRequest request = make(words[0], host, words[1], head, expected.port());
        return request;
    }

    private static HttpRequest make(
            String method, String authority, String target, HttpHead head, int defaultPort)
            throws RefusedRequest {
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw RefusedRequest.malformed("the method " + method + " is not served here");
        }
        if (target.indexOf('#') >= 0) {
            throw RefusedRequest.malformed("the target has a fragment");
        }
        Authority parsed = Authority.parse(authority, defaultPort);
        Optional<String> host = head.single("Host");
        if (host.isEmpty()) {
            throw RefusedRequest.malformed("Host is missing");
        }
        if (!Authority.parse(host.get(), defaultPort).equals(parsed)) {
            throw mismatch(host.get(), authority);
        }
        return new HttpRequest(
                method, parsed.host(), parsed.port(), target, canonical(parsed, defaultPort), head);
    }

    /// The authority in canonical form, without the port that goes without saying.
    private static String canonical(Authority authority, int defaultPort) {
        String host = authority.host().text();
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return authority.port() == defaultPort ? written : written + ":" + authority.port();
    }

    private static String[] words(HttpHead head) throws RefusedRequest {
        String start = head.start();
        int first = start.indexOf(' ');
        int last = start.lastIndexOf(' ');
        if (first <= 0 || last == first || start.indexOf(' ', first + 1) != last) {
            throw RefusedRequest.malformed("the request line is not METHOD TARGET HTTP/1.1");
        }
        String version = start.substring(last + 1);
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw RefusedRequest.malformed("only HTTP/1.1 and HTTP/1.0 are served");
        }
        String method = start.substring(0, first);
        String target = start.substring(first + 1, last);
        if (!HttpHead.isToken(method) || method.length() > 32) {
            throw RefusedRequest.malformed("the method is not a token");
        }
        if (target.isEmpty() || target.length() > MAX_TARGET_CHARS) {
            throw RefusedRequest.malformed("the request target is longer than 32 KiB");
        }
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
                throw RefusedRequest.malformed("the request target has a character beyond ASCII");
            }
        }
        return new String[] {method, target};
    }

    private static RefusedRequest mismatch(String host, String authority) {
        return RefusedRequest.malformed(
                "Host says \"" + host + "\" and the connection is for \"" + authority + "\"");
    }

    /// Whether the client lets the connection live on.
    boolean keepAlive() {
        return head.start().endsWith("HTTP/1.1") && !head.connectionHas("close");
    }

    /// Whether the client waits for a go before it sends its body.
    boolean expectsContinue() throws RefusedRequest {
        Optional<String> expect = head.single("Expect");
        if (expect.isPresent() && !expect.get().equalsIgnoreCase("100-continue")) {
            throw RefusedRequest.malformed("the only expectation served is 100-continue");
        }
        return expect.isPresent();
    }
}
