package dev.cordon.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// How long the body of an HTTP/1.1 message is. One rule only, and what could be read in two ways
/// is refused.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6">RFC 9112, message body</a>
sealed interface HttpBody {
    /// The longest chunk header or trailer, in bytes.
    int MAX_CHUNK_LINE_BYTES = 8 * 1024;

    /// There is none.
    record None() implements HttpBody {}

    /// So many bytes.
    record Length(long bytes) implements HttpBody {}

    /// In chunks.
    record Chunked() implements HttpBody {}

    /// Until the connection ends; only in answers.
    record UntilClose() implements HttpBody {}

    /// The body of a request.
    static HttpBody ofRequest(HttpHead head) throws RefusedRequest {
        HttpBody declared = declared(head);
        if (declared instanceof Chunked && head.start().endsWith("HTTP/1.0")) {
            throw RefusedRequest.malformed("HTTP/1.0 has no chunks");
        }
        return declared instanceof UntilClose ? new None() : declared;
    }

    /// The body of an answer.
    static HttpBody ofResponse(HttpHead head, String method, int status) throws RefusedRequest {
        HttpBody declared = declared(head);
        boolean none = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return none ? new None() : declared;
    }

    private static HttpBody declared(HttpHead head) throws RefusedRequest {
        List<String> lengths = head.all("Content-Length");
        List<String> codings = head.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw RefusedRequest.malformed("Transfer-Encoding stands beside Content-Length");
            }
            if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw RefusedRequest.malformed("the only transfer encoding served is chunked");
            }
            return new Chunked();
        }
        Optional<String> length = head.single("Content-Length");
        if (length.isEmpty()) {
            return new UntilClose();
        }
        String digits = length.get();
        boolean plain = !digits.isEmpty() && digits.length() <= 18;
        for (int i = 0; i < digits.length(); i++) {
            plain &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!plain) {
            throw RefusedRequest.malformed("Content-Length is not a number");
        }
        return new Length(Long.parseLong(digits));
    }

    /// The fields that announce this body.
    default List<HttpHead.Field> fields() {
        return switch (this) {
            case None _ -> List.of();
            case Length(long bytes) ->
                    List.of(new HttpHead.Field("Content-Length", Long.toString(bytes)));
            case Chunked _ -> List.of(new HttpHead.Field("Transfer-Encoding", "chunked"));
            case UntilClose _ -> List.of();
        };
    }

    /// Copies the body. Chunks are read and written anew; extensions and trailers are left out.
    ///
    /// @return how many bytes the body had
    default long copy(InputStream in, OutputStream out) throws IOException, RefusedRequest {
        byte[] buffer = new byte[64 * 1024];
        return switch (this) {
            case None _ -> 0;
            case Length(long bytes) -> {
                copyExactly(in, out, bytes, buffer);
                yield bytes;
            }
            case UntilClose _ -> in.transferTo(out);
            case Chunked _ -> copyChunks(in, out, buffer);
        };
    }

    private static long copyChunks(InputStream in, OutputStream out, byte[] buffer)
            throws IOException, RefusedRequest {
        long total = 0;
        for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
            out.write((Long.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            copyExactly(in, out, size, buffer);
            out.write('\r');
            out.write('\n');
            if (in.read() != '\r' || in.read() != '\n') {
                throw RefusedRequest.malformed("a chunk does not end where it says");
            }
            total += size;
        }
        skipTrailers(in);
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return total;
    }

    /// The size in the next chunk header.
    static long chunkSize(InputStream in) throws IOException, RefusedRequest {
        String line = HttpHead.line(in, first(in), new int[] {MAX_CHUNK_LINE_BYTES});
        int end = line.indexOf(';');
        String size = end < 0 ? line : line.substring(0, end).stripTrailing();
        boolean plain = !size.isEmpty() && size.length() <= 15;
        for (int i = 0; i < size.length(); i++) {
            plain &= size.charAt(i) < 0x80 && Character.digit(size.charAt(i), 16) >= 0;
        }
        if (!plain) {
            throw RefusedRequest.malformed("a chunk size is not a hexadecimal number");
        }
        return Long.parseLong(size, 16);
    }

    /// Reads trailers to their end.
    static void skipTrailers(InputStream in) throws IOException, RefusedRequest {
        int[] left = {MAX_CHUNK_LINE_BYTES};
        while (!HttpHead.line(in, first(in), left).isEmpty()) {
            if (left[0] < 0) {
                throw RefusedRequest.malformed("the trailers are longer than 8 KiB");
            }
        }
    }

    private static int first(InputStream in) throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the connection ended inside a body");
        }
        return c;
    }

    private static void copyExactly(InputStream in, OutputStream out, long bytes, byte[] buffer)
            throws IOException {
        long left = bytes;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("the connection ended inside a body");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }
}
