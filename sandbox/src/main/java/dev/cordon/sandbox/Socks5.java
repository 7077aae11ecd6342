package dev.cordon.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The server's side of a SOCKS 5 greeting: no authentication, CONNECT only.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc1928">RFC 1928, SOCKS protocol version 5</a>
final class Socks5 {
    /// The first byte of a greeting.
    static final int VERSION = 5;

    static final int SUCCEEDED = 0;
    static final int GENERAL_FAILURE = 1;
    static final int NOT_ALLOWED = 2;
    static final int HOST_UNREACHABLE = 4;

    private static final int COMMAND_NOT_SUPPORTED = 7;
    private static final int ADDRESS_NOT_SUPPORTED = 8;
    private static final int CONNECT = 1;
    private static final int NO_ACCEPTABLE_METHOD = 0xff;

    private Socks5() {}

    /// Reads the greeting and the request. What is refused here has been answered already.
    static HttpRequest.Authority greet(InputStream in, OutputStream out)
            throws IOException, RefusedRequest {
        if (next(in) != VERSION) {
            throw RefusedRequest.malformed("only SOCKS version 5 is served");
        }
        byte[] methods = exactly(in, next(in));
        boolean open = false;
        for (byte method : methods) {
            open |= method == 0;
        }
        out.write(new byte[] {VERSION, (byte) (open ? 0 : NO_ACCEPTABLE_METHOD)});
        if (!open) {
            throw RefusedRequest.malformed("SOCKS is served without authentication");
        }
        if (next(in) != VERSION) {
            throw RefusedRequest.malformed("only SOCKS version 5 is served");
        }
        int command = next(in);
        next(in);
        int type = next(in);
        NetworkHost host =
                switch (type) {
                    case 1 -> NetworkHost.of(exactly(in, 4));
                    case 3 -> name(exactly(in, next(in)), out);
                    case 4 -> NetworkHost.of(exactly(in, 16));
                    default -> {
                        reply(out, ADDRESS_NOT_SUPPORTED);
                        throw RefusedRequest.malformed("SOCKS address type " + type);
                    }
                };
        int port = next(in) << 8 | next(in);
        if (command != CONNECT) {
            reply(out, COMMAND_NOT_SUPPORTED);
            throw RefusedRequest.malformed("of SOCKS only CONNECT is served");
        }
        if (port == 0) {
            reply(out, NOT_ALLOWED);
            throw RefusedRequest.malformed("the port is 0");
        }
        return new HttpRequest.Authority(host, port);
    }

    private static NetworkHost name(byte[] bytes, OutputStream out)
            throws IOException, RefusedRequest {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            // Some clients put an IPv6 address here without brackets.
            return NetworkHost.parse(text.indexOf(':') >= 0 ? "[" + text + "]" : text);
        } catch (RefusedRequest refused) {
            reply(out, NOT_ALLOWED);
            throw refused;
        }
    }

    /// Answers the request.
    static void reply(OutputStream out, int code) throws IOException {
        out.write(new byte[] {VERSION, (byte) code, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    /// The reply that tells of a refusal.
    static int code(RefusedRequest refused) {
        return switch (refused.kind()) {
            case MALFORMED, BUSY -> GENERAL_FAILURE;
            case NOT_LISTED, DENIED, METHOD, POLICY -> NOT_ALLOWED;
            case UNREACHABLE -> HOST_UNREACHABLE;
        };
    }

    private static int next(InputStream in) throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the connection ended inside a SOCKS greeting");
        }
        return b;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended inside a SOCKS greeting");
        }
        return bytes;
    }
}
