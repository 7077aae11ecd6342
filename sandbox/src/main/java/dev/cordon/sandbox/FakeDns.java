package dev.cordon.sandbox;

import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Answers name queries of commands without asking anybody: each name gets an address of its own in
/// 127.1.0.0/16, and the connection to that address is judged by the name.
///
/// No query leaves the machine, so nothing can be told through names. Names that are not canonical
/// hosts do not exist.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4">RFC 1035, messages</a>
final class FakeDns {
    /// The most names of one session; later ones do not exist.
    static final int MAX_NAMES = 65_000;

    private static final int MAX_MESSAGE_BYTES = 4096;
    private static final int TYPE_A = 1;
    private static final int CLASS_INTERNET = 1;
    private static final int FORMAT_ERROR = 1;
    private static final int NO_SUCH_NAME = 3;
    private static final int NOT_IMPLEMENTED = 4;
    private static final int NO_CODE = 0;
    private static final int NAME_POINTER = 0xc00c;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, NetworkHost.Name> names = new HashMap<>();

    /// Answers one message.
    ///
    /// @return empty if it is no query at all
    Optional<byte[]> answer(byte[] query) {
        if (query.length < 12 || query.length > MAX_MESSAGE_BYTES || (query[2] & 0x80) != 0) {
            return Optional.empty();
        }
        if ((query[2] & 0x78) != 0) {
            return Optional.of(header(query, NOT_IMPLEMENTED, 0, 0));
        }
        ByteBuffer in = ByteBuffer.wrap(query, 4, query.length - 4);
        if (in.getShort() != 1) {
            return Optional.of(header(query, FORMAT_ERROR, 0, 0));
        }
        in.position(12);
        try {
            Optional<String> name = name(in);
            int type = in.getShort() & 0xffff;
            int family = in.getShort() & 0xffff;
            byte[] question = java.util.Arrays.copyOfRange(query, 12, in.position());
            return Optional.of(answer(query, question, name, type, family));
        } catch (BufferUnderflowException e) {
            return Optional.of(header(query, FORMAT_ERROR, 0, 0));
        }
    }

    private byte[] answer(
            byte[] query, byte[] question, Optional<String> name, int type, int family) {
        Optional<NetworkHost.Name> host = name.flatMap(FakeDns::canonical);
        if (host.isEmpty() || family != CLASS_INTERNET) {
            return join(header(query, NO_SUCH_NAME, 1, 0), question);
        }
        if (type != TYPE_A) {
            return join(header(query, NO_CODE, 1, 0), question);
        }
        int number = number(host.get());
        if (number < 0) {
            return join(header(query, NO_SUCH_NAME, 1, 0), question);
        }
        ByteBuffer record = ByteBuffer.allocate(16);
        record.putShort((short) NAME_POINTER).putShort((short) TYPE_A);
        record.putShort((short) CLASS_INTERNET).putInt(0).putShort((short) 4);
        record.put((byte) 127).put((byte) 1).put((byte) (number >> 8)).put((byte) number);
        return join(join(header(query, NO_CODE, 1, 1), question), record.array());
    }

    private static Optional<NetworkHost.Name> canonical(String text) {
        try {
            return NetworkHost.parse(text) instanceof NetworkHost.Name name
                    ? Optional.of(name)
                    : Optional.empty();
        } catch (RefusedRequest e) {
            return Optional.empty();
        }
    }

    private synchronized int number(NetworkHost.Name host) {
        Integer known = numbers.get(host.text());
        if (known != null) {
            return known;
        }
        if (numbers.size() >= MAX_NAMES) {
            return -1;
        }
        int number = numbers.size() + 1;
        numbers.put(host.text(), number);
        names.put(number, host);
        return number;
    }

    /// The name that was answered with this address, if there was one.
    synchronized Optional<NetworkHost> nameAt(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 4 || bytes[0] != 127 || bytes[1] != 1) {
            return Optional.empty();
        }
        return Optional.ofNullable(names.get(((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff)));
    }

    /// Reads a name without following pointers, which a question never needs.
    private static Optional<String> name(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        boolean plain = true;
        for (int length = in.get() & 0xff; length != 0; length = in.get() & 0xff) {
            if (length > NetworkHost.MAX_LABEL_CHARS || name.length() > 300) {
                throw new BufferUnderflowException();
            }
            byte[] label = new byte[length];
            in.get(label);
            for (byte b : label) {
                plain &= b > ' ' && b != '.';
            }
            name.append(name.isEmpty() ? "" : ".");
            name.append(new String(label, StandardCharsets.ISO_8859_1));
        }
        return plain && !name.isEmpty() ? Optional.of(name.toString()) : Optional.empty();
    }

    private static byte[] header(byte[] query, int code, int questions, int answers) {
        int recursionDesired = query[2] & 1;
        return new byte[] {
            query[0],
            query[1],
            (byte) (0x84 | recursionDesired),
            (byte) (0x80 | code),
            0,
            (byte) questions,
            0,
            (byte) answers,
            0,
            0,
            0,
            0
        };
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
