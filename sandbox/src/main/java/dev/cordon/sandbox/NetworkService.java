package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.Map;

/// The host's side of the network of a session: the only way for bytes in or out.
///
/// It listens on one Unix socket. The helper listens inside the sandbox and connects here for each
/// connection that it accepted there, sends the header described in {@link #HEADER_BYTES}, and then
/// copies bytes both ways.
interface NetworkService extends AutoCloseable {

    /// Length of the header of each connection, in bytes, big endian: `"CRD1"`, u8 kind, u8 zero,
    /// u16 original port, u32 command (0 if not known), 16 bytes original address (IPv4 is mapped
    /// into IPv6).
    ///
    /// Kinds: `P` the proxy port 3128 (HTTP, CONNECT or SOCKS5 follow), `H` captured port 80, `T`
    /// captured port 443, `M` the dependency mirror at 127.0.0.1:3129, `D` one DNS query (framed as
    /// in DNS over TCP: u16 length, message; the answer comes back in the same frame).
    int HEADER_BYTES = 28;

    /// The Unix socket, mode 0600 in a folder of mode 0700.
    Path socket();

    /// Variables that point programs to the proxy at 127.0.0.1:3128.
    Map<String, String> environment();

    /// Files that are shown inside the sandbox instead of the host's, for example
    /// `/etc/resolv.conf`; path to content.
    Map<Path, String> files(Confinement confinement);

    @Override
    void close();
}
