package dev.cordon.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The receiving side of an HTTP/1.1 connection: lines and counted bytes from one buffer.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
final class HttpInput {
    private static final int MAX_LINE_BYTES = 32 * 1024;
    private static final int MAX_HEADERS = 200;

    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int start;
    private int limit;

    HttpInput(InputStream in) {
        this.in = in;
    }

    /// A line without its end; CR LF or LF.
    String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (true) {
            if (start == limit && !fill()) {
                throw new EOFException("the connection was closed");
            }
            int end = start;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.append(new String(buffer, start, end - start, StandardCharsets.ISO_8859_1));
            boolean whole = end < limit;
            start = whole ? end + 1 : end;
            if (line.length() > MAX_LINE_BYTES) {
                throw new FormatException(
                        "a header line is longer than " + MAX_LINE_BYTES + " bytes");
            }
            if (whole) {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
        }
    }

    /// Header fields up to the blank line.
    List<Field> fields() throws IOException {
        List<Field> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new FormatException("a header line has no colon");
            }
            if (fields.size() == MAX_HEADERS) {
                throw new FormatException("there are more than " + MAX_HEADERS + " headers");
            }
            fields.add(new Field(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return fields;
    }

    int read(byte[] into, int offset, int length) throws IOException {
        if (start == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - start);
        System.arraycopy(buffer, start, into, offset, count);
        start += count;
        return count;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        start = 0;
        limit = Math.max(0, read);
        return read >= 0;
    }

    /// What came is not HTTP.
    static final class FormatException extends IOException {
        private static final long serialVersionUID = 1L;

        FormatException(String message) {
            super(message);
        }
    }

    /// A header field of a response.
    record Field(String name, String value) {}
}
