package dev.cordon.sandbox;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The language between Cordon and the helper: u32 length of what follows, u8 type, u32 command,
/// payload; big endian, at most 8 MiB.
final class Frames {
    static final int PLAN = 1;
    static final int START = 2;
    static final int STDIN = 3;
    static final int STDIN_END = 4;
    static final int INTERRUPT = 6;
    static final int KILL = 7;
    static final int READY = 16;
    static final int STDOUT = 17;
    static final int STDERR = 18;
    static final int EXITED = 19;
    static final int REFUSED = 20;
    static final int TAKEN = 21;
    static final int MAX_BYTES = 8 << 20;

    private Frames() {}

    /// One frame.
    static final class Frame {
        private final int type;
        private final int command;
        private final byte[] payload;

        Frame(int type, int command, byte[] payload) {
            this.type = type;
            this.command = command;
            this.payload = payload;
        }

        int type() {
            return type;
        }

        int command() {
            return command;
        }

        /// Not a copy.
        byte[] payload() {
            return payload;
        }

        int number() {
            return ByteBuffer.wrap(payload).getInt();
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /// Reads one frame; null at the end.
    static @Nullable Frame read(DataInputStream in) throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException _) {
            return null;
        }
        if (length < 5 || length > MAX_BYTES) {
            throw new IOException("a frame of " + length + " bytes");
        }
        int type = in.readUnsignedByte();
        int command = in.readInt();
        byte[] payload = new byte[length - 5];
        in.readFully(payload);
        return new Frame(type, command, payload);
    }

    static DataInputStream reader(InputStream in) {
        return new DataInputStream(new java.io.BufferedInputStream(in, 1 << 16));
    }

    /// Writes one frame in one piece.
    static void write(
            OutputStream out, int type, int command, byte[] payload, int offset, int length)
            throws IOException {
        byte[] frame = new byte[9 + length];
        int rest = length + 5;
        for (int i = 0; i < 4; i++) {
            frame[i] = (byte) (rest >>> (24 - 8 * i));
            frame[5 + i] = (byte) (command >>> (24 - 8 * i));
        }
        frame[4] = (byte) type;
        System.arraycopy(payload, offset, frame, 9, length);
        out.write(frame);
        out.flush();
    }

    /// The payload of {@link #START}: u8 flags, 1 for a terminal and 2 for stderr apart, and then
    /// entries.
    static byte[] start(Boundary.Launch launch) {
        boolean terminal = launch.terminal() == dev.cordon.protocol.Action.Terminal.PTY;
        PlanEntries entries = new PlanEntries().add('C', launch.cwd().toString());
        if (terminal) {
            entries.add('T');
        }
        launch.argv().forEach(argument -> entries.add('A', argument));
        launch.environment().forEach((name, value) -> entries.add('V', name + "=" + value));
        byte[] words = entries.toBytes();
        byte[] payload = new byte[1 + words.length];
        payload[0] = (byte) ((terminal ? 1 : 0) | (launch.split() ? 2 : 0));
        System.arraycopy(words, 0, payload, 1, words.length);
        return payload;
    }
}
