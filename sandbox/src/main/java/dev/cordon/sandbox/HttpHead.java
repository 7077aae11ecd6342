package dev.cordon.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The start line and the fields of an HTTP/1.1 message, read strictly: what two parsers could read
/// in two ways is refused.
///
/// Refused are bare CR or LF, NUL and other control characters, folded lines, white space before a
/// colon, and more than {@link #MAX_BYTES} or {@link #MAX_FIELDS}.
///
/// @param start the first line
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
record HttpHead(String start, List<Field> fields) {
    /// The longest head, in bytes.
    static final int MAX_BYTES = 64 * 1024;

    /// The most fields.
    static final int MAX_FIELDS = 200;

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "expect",
                    "content-length");

    HttpHead {
        fields = List.copyOf(fields);
    }

    /// One field; the name as it was sent.
    record Field(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /// Reads a head.
    ///
    /// @return empty if the stream ends before its first byte
    /// @throws RefusedRequest if it is not strictly well-formed
    static Optional<HttpHead> read(InputStream in) throws IOException, RefusedRequest {
        int[] left = {MAX_BYTES};
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        String start = line(in, first, left);
        List<Field> fields = new ArrayList<>();
        for (String line = line(in, next(in), left);
                !line.isEmpty();
                line = line(in, next(in), left)) {
            if (fields.size() == MAX_FIELDS) {
                throw RefusedRequest.malformed("the head has more than 200 fields");
            }
            fields.add(field(line));
        }
        return Optional.of(new HttpHead(start, fields));
    }

    /// Reads one line that ends in CR LF.
    static String line(InputStream in, int first, int[] left) throws IOException, RefusedRequest {
        StringBuilder line = new StringBuilder();
        for (int c = first; c != '\r'; c = next(in)) {
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw RefusedRequest.malformed(
                        "the head has a control character or a bare line end");
            }
            if (--left[0] < 0) {
                throw RefusedRequest.malformed("the head is longer than 64 KiB");
            }
            line.append((char) c);
        }
        if (next(in) != '\n') {
            throw RefusedRequest.malformed("the head has a bare carriage return");
        }
        left[0] -= 2;
        return line.toString();
    }

    private static int next(InputStream in) throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the connection ended inside a head");
        }
        return c;
    }

    private static Field field(String line) throws RefusedRequest {
        int colon = line.indexOf(':');
        if (colon < 1 || !isToken(line.substring(0, colon))) {
            throw RefusedRequest.malformed("a field name is not a token followed by a colon");
        }
        return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && TOKEN_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// The values of a field, in order.
    List<String> all(String name) {
        return fields.stream().filter(f -> f.is(name)).map(Field::value).toList();
    }

    /// The value of a field that may stand once.
    ///
    /// @throws RefusedRequest if it stands twice
    Optional<String> single(String name) throws RefusedRequest {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw RefusedRequest.malformed("the field " + name + " stands twice");
        }
        return values.stream().findFirst();
    }

    /// The fields that concern the message and not the connection. What `Connection` names is left
    /// out, and so is everything that begins with `Proxy-`.
    List<Field> endToEnd() {
        Set<String> named = new java.util.HashSet<>(HOP_BY_HOP);
        for (String value : all("Connection")) {
            for (String token : value.split(",", -1)) {
                named.add(token.strip().toLowerCase(Locale.ROOT));
            }
        }
        // A client must not drop these with a trick in Connection: they carry meaning and limits.
        named.remove("host");
        named.remove("authorization");
        return fields.stream()
                .filter(f -> !named.contains(f.name().toLowerCase(Locale.ROOT)))
                .filter(f -> !f.name().toLowerCase(Locale.ROOT).startsWith("proxy-"))
                .toList();
    }

    /// Whether `Connection` names this token.
    boolean connectionHas(String token) {
        for (String value : all("Connection")) {
            for (String named : value.split(",", -1)) {
                if (named.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The head as it goes on the wire.
    static byte[] bytes(String start, List<Field> fields) {
        StringBuilder text = new StringBuilder(start).append("\r\n");
        for (Field field : fields) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
