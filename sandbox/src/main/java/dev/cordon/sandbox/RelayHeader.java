package dev.cordon.sandbox;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Optional;

/// What the helper says of a connection before it relays it; see {@link
/// NetworkService#HEADER_BYTES}.
///
/// @param process the command, as far as it is known
/// @param address what the command dialled
record RelayHeader(Kind kind, Optional<Integer> process, InetAddress address, int port) {
    private static final int MAGIC = 0x43524431;

    /// Which listener inside the sandbox took the connection.
    enum Kind {
        PROXY,
        CAPTURED_HTTP,
        CAPTURED_TLS,
        MIRROR,
        DNS
    }

    /// Reads a header.
    ///
    /// @throws IOException if it is none; only the helper can connect, so that is a mistake of ours
    static RelayHeader read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        if (data.readInt() != MAGIC) {
            throw new IOException("a connection to the proxy's socket has no relay header");
        }
        Kind kind =
                switch (data.readUnsignedByte()) {
                    case 'P' -> Kind.PROXY;
                    case 'H' -> Kind.CAPTURED_HTTP;
                    case 'T' -> Kind.CAPTURED_TLS;
                    case 'M' -> Kind.MIRROR;
                    case 'D' -> Kind.DNS;
                    default -> throw new IOException("the relay header names no known listener");
                };
        data.readUnsignedByte();
        int port = data.readUnsignedShort();
        int process = data.readInt();
        byte[] address = data.readNBytes(16);
        if (address.length < 16) {
            throw new EOFException("the relay header is too short");
        }
        return new RelayHeader(
                kind,
                process == 0 ? Optional.empty() : Optional.of(process),
                InetAddress.getByAddress(address),
                port);
    }
}
