package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Who reaches a session host.
final class HostFolderTest {
    @TempDir Path home;

    private HostFolder folder() {
        return new HostFolder(home.resolve("c/host"));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theFolderAndTheSocketAreOfTheirUserAlone() throws Exception {
        try (StagedHost staged = new StagedHost(home, StagedHost.PATIENT)) {
            HostFolder folder = HostFolder.of(staged.host);
            assertEquals("rwx------", mode(folder.path()));
            assertEquals("rw-------", mode(folder.socket()));
        }
    }

    @Test
    void aFolderThatOthersEnterIsRefusedByBothSides() throws Exception {
        var _ = folder().prepare();
        for (String mode : new String[] {"rwxr-x---", "rwx-----x", "rwxrwxrwx"}) {
            Files.setPosixFilePermissions(folder().path(), PosixFilePermissions.fromString(mode));
            UsageException refused = assertThrows(UsageException.class, folder()::prepare);
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("chmod 700"),
                    refused.getMessage());
            assertThrows(UsageException.class, folder()::exists);
        }
    }

    @Test
    void aLinkToAFolderIsRefused() throws Exception {
        Path other = Files.createDirectories(home.resolve("other"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(home.resolve("c"));
        Files.createSymbolicLink(folder().path(), other);
        assertThrows(UsageException.class, folder()::prepare);
    }

    @Test
    void aPathThatIsTooLongForASocketIsRefusedWithWhatToDo() {
        HostFolder deep = new HostFolder(home.resolve("x".repeat(100)).resolve("host"));
        UsageException refused = assertThrows(UsageException.class, deep::prepare);
        assertTrue(String.valueOf(refused.getMessage()).contains("CORDON_HOME"));
    }

    static boolean root() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                && Files.isExecutable(Path.of("/usr/bin/setpriv"));
    }

    /// The folder shuts others out already; here it is opened, and the host looks at who comes.
    @Test
    @EnabledIf(value = "root", disabledReason = "only root can run a program as another user")
    void anotherUserIsShutOutEvenWhereTheFolderIsOpen() throws Exception {
        try (StagedHost staged = new StagedHost(home, StagedHost.PATIENT)) {
            HostFolder folder = HostFolder.of(staged.host);
            Files.setPosixFilePermissions(
                    folder.socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
            for (Path path = folder.path();
                    path.startsWith(home);
                    path = path.getParent() == null ? Path.of("/") : path.getParent()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Path program = home.resolve("Ask.java");
            Files.writeString(program, ASK);
            assertTrue(asks(folder, "0", program).startsWith("{\"type\":\"sessions\""));
            assertEquals("", asks(folder, "65534", program));
        }
        assertFalse(Files.exists(folder().socket()));
    }

    private static final String ASK =
            """
            import java.net.*; import java.nio.*; import java.nio.channels.*;
            void main(String[] arguments) throws Exception {
                var socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                socket.connect(UnixDomainSocketAddress.of(arguments[0]));
                try {
                    socket.write(ByteBuffer.wrap("{\\"type\\":\\"list\\"}\\n".getBytes()));
                    var in = ByteBuffer.allocate(4096);
                    while (socket.read(in) > 0) {}
                    System.out.print(new String(in.array(), 0, in.position()));
                } catch (java.io.IOException e) {
                    // Shut out.
                }
            }
            """;

    private static String asks(HostFolder folder, String user, Path program) throws Exception {
        Process process =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid",
                                user,
                                "--clear-groups",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                program.toString(),
                                folder.socket().toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return said;
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        HostServer.Bounds hasty =
                new HostServer.Bounds(
                        1,
                        2,
                        StagedHost.PATIENT.empty(),
                        StagedHost.PATIENT.quiet(),
                        StagedHost.PATIENT.background(),
                        java.time.Duration.ofMillis(100));
        try (StagedHost staged = new StagedHost(home, hasty);
                SocketChannel silent = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.connect(
                    UnixDomainSocketAddress.of(HostFolder.of(staged.host).socket().toString()));
            assertEquals(-1, silent.read(ByteBuffer.allocate(1)));
        }
    }
}
