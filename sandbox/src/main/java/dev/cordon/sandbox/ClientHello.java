package dev.cordon.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The first message of a TLS client, read without being consumed: which name it asks for.
///
/// @param bytes everything that was read, to be sent on
/// @param serverName the name in the extension `server_name`, as it was sent
/// @param encryptedName whether the real name is hidden in an encrypted inner message
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2">RFC 8446, Client Hello</a>
/// @see <a href="https://www.rfc-editor.org/rfc/rfc6066#section-3">RFC 6066, Server Name
///   Indication</a>
@SuppressWarnings("ArrayRecordComponent") // sent on as it is and then forgotten
record ClientHello(byte[] bytes, Optional<String> serverName, boolean encryptedName) {
    /// The longest hello that is read.
    static final int MAX_BYTES = 64 * 1024;

    private static final int RECORD_HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int EXTENSION_SERVER_NAME = 0;
    private static final int EXTENSION_ENCRYPTED_CLIENT_HELLO = 0xfe0d;
    private static final int MAX_RECORD_BYTES = 16 * 1024;

    /// Reads a hello, over several records if need be.
    ///
    /// @throws RefusedRequest if what comes is no well-formed hello
    static ClientHello read(InputStream in) throws IOException, RefusedRequest {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (!complete(message.toByteArray())) {
            byte[] head = exactly(in, 5);
            int length = ((head[3] & 0xff) << 8) | (head[4] & 0xff);
            boolean handshake = head[0] == RECORD_HANDSHAKE && head[1] == 3;
            if (!handshake || length == 0 || length > MAX_RECORD_BYTES) {
                throw notTls();
            }
            byte[] body = exactly(in, length);
            raw.write(head);
            raw.write(body);
            message.write(body);
            if (raw.size() > MAX_BYTES) {
                throw RefusedRequest.malformed("the TLS hello is longer than 64 KiB");
            }
        }
        try {
            return parse(raw.toByteArray(), ByteBuffer.wrap(message.toByteArray()));
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
            throw RefusedRequest.malformed("the TLS hello is broken");
        }
    }

    private static boolean complete(byte[] message) throws RefusedRequest {
        if (message.length > 0 && message[0] != CLIENT_HELLO) {
            throw notTls();
        }
        if (message.length < 4) {
            return false;
        }
        int length = ((message[1] & 0xff) << 16) | ((message[2] & 0xff) << 8) | (message[3] & 0xff);
        if (length > MAX_BYTES) {
            throw RefusedRequest.malformed("the TLS hello is longer than 64 KiB");
        }
        return message.length >= 4 + length;
    }

    private static ClientHello parse(byte[] raw, ByteBuffer all) throws RefusedRequest {
        int length = all.getInt() & 0xffffff;
        ByteBuffer hello = take(all, length);
        if (all.hasRemaining()) {
            throw RefusedRequest.malformed("something follows the TLS hello in its record");
        }
        take(hello, 2 + 32);
        take(hello, hello.get() & 0xff);
        take(hello, hello.getShort() & 0xffff);
        take(hello, hello.get() & 0xff);
        Optional<String> name = Optional.empty();
        boolean encrypted = false;
        if (hello.hasRemaining()) {
            ByteBuffer extensions = take(hello, hello.getShort() & 0xffff);
            while (extensions.hasRemaining()) {
                int type = extensions.getShort() & 0xffff;
                ByteBuffer content = take(extensions, extensions.getShort() & 0xffff);
                if (type == EXTENSION_SERVER_NAME) {
                    if (name.isPresent()) {
                        throw RefusedRequest.malformed("the TLS hello names two servers");
                    }
                    name = Optional.of(serverName(content));
                }
                encrypted |= type == EXTENSION_ENCRYPTED_CLIENT_HELLO;
            }
        }
        if (hello.hasRemaining()) {
            throw RefusedRequest.malformed("the TLS hello is broken");
        }
        return new ClientHello(raw, name, encrypted);
    }

    private static String serverName(ByteBuffer content) throws RefusedRequest {
        ByteBuffer list = take(content, content.getShort() & 0xffff);
        int type = list.get();
        ByteBuffer name = take(list, list.getShort() & 0xffff);
        if (type != 0 || list.hasRemaining() || content.hasRemaining()) {
            throw RefusedRequest.malformed("the TLS hello names several servers");
        }
        return StandardCharsets.ISO_8859_1.decode(name).toString();
    }

    private static ByteBuffer take(ByteBuffer from, int length) {
        ByteBuffer part = from.slice(from.position(), check(from, length));
        from.position(from.position() + length);
        return part;
    }

    private static int check(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw new IllegalArgumentException("too short");
        }
        return length;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException, RefusedRequest {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw notTls();
        }
        return bytes;
    }

    private static RefusedRequest notTls() {
        return RefusedRequest.malformed(
                "what came through the tunnel is not TLS; allow the host for raw connections if it"
                        + " must be");
    }
}
