package dev.cordon.telemetry;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Answers an HTTP/2 request on loopback with 307 and an address, and knows no more of HTTP/2 than
/// that takes.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-4.1">RFC 9113, frames</a>
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2">RFC 7541, fields</a>
final class RedirectingHttp2 implements AutoCloseable {
    private static final int PREFACE_BYTES = 24;
    private static final byte HEADERS = 1;
    private static final byte SETTINGS = 4;
    private static final byte END_STREAM_AND_HEADERS = 5;
    // Places in the table of names that everybody knows.
    private static final int STATUS = 8;
    private static final int LOCATION = 46;
    private static final int SMALL = 15;

    private final ServerSocket server;

    private RedirectingHttp2(ServerSocket server) {
        this.server = server;
    }

    static RedirectingHttp2 to(URI location) throws IOException {
        ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(server, location));
        return new RedirectingHttp2(server);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private static void serve(ServerSocket server, URI location) {
        try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            in.skipNBytes(PREFACE_BYTES);
            out.write(frame(SETTINGS, (byte) 0, 0, new byte[0]));
            while (true) {
                int lengthAndType = in.readInt();
                in.readByte();
                int stream = in.readInt();
                in.skipNBytes(lengthAndType >>> 8);
                if ((byte) lengthAndType == HEADERS) {
                    out.write(frame(HEADERS, END_STREAM_AND_HEADERS, stream, fields(location)));
                    out.flush();
                }
            }
        } catch (IOException _) {
            // The client went away, or the test ended.
        }
    }

    private static byte[] fields(URI location) {
        ByteBuffer fields = ByteBuffer.allocate(256);
        literal(fields, STATUS, "307");
        literal(fields, LOCATION, location.toString());
        byte[] bytes = new byte[fields.flip().remaining()];
        fields.get(bytes);
        return bytes;
    }

    private static void literal(ByteBuffer fields, int name, String value) {
        if (name < SMALL) {
            fields.put((byte) name);
        } else {
            fields.put((byte) SMALL).put((byte) (name - SMALL));
        }
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        fields.put((byte) text.length).put(text);
    }

    private static byte[] frame(byte type, byte flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put(flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
