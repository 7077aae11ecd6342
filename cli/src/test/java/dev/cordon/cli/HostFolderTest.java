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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Who reaches a session host.
final class HostFolderTest {
    @TempDir Path home;

    private HostFolder folder() {
        return new HostFolder(home.resolve("c/run"));
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
        HostFolder deep = new HostFolder(home.resolve("x".repeat(100)).resolve("run"));
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
            assertTrue(asks(as("0"), folder, program).contains("{\"type\":\"sessions\""));
            assertEquals("", asks(as("65534"), folder, program));
        }
        assertFalse(Files.exists(folder().socket()));
    }

    /// Asks for the sessions, after it tried to show that it may write in the folder.
    private static final String ASK =
            """
            import java.net.*; import java.nio.*; import java.nio.channels.*; import java.nio.file.*;
            void main(String[] arguments) throws Exception {
                var socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                socket.connect(UnixDomainSocketAddress.of(arguments[0]));
                try {
                    var in = ByteBuffer.allocate(4096);
                    socket.read(in);
                    var said = new String(in.array(), 0, in.position());
                    try {
                        var nonce = said.split("\\"nonce\\":\\"")[1].split("\\"")[0];
                        var proof = Path.of(arguments[0]).resolveSibling("host-proof-" + nonce);
                        Files.writeString(proof, nonce);
                    } catch (java.io.IOException e) {
                        System.out.print("may not write; ");
                    }
                    socket.write(ByteBuffer.wrap("{\\"type\\":\\"list\\"}\\n".getBytes()));
                    while (socket.read(in) > 0) {}
                    System.out.print(new String(in.array(), 0, in.position()));
                } catch (Exception e) {
                    // Shut out.
                }
            }
            """;

    private static List<String> as(String user) {
        return List.of("setpriv", "--reuid", user, "--clear-groups");
    }

    /// Runs what follows where the folder is mounted again.
    private static List<String> mounted(HostFolder folder, String options) {
        String run = folder.path().toString();
        return List.of(
                "unshare",
                "-U",
                "-r",
                "-m",
                "sh",
                "-c",
                "mount --bind '%s' '%s' && mount -o remount,bind,%s '%s' && exec \"$@\""
                        .formatted(run, run, options, run),
                "sh");
    }

    static boolean namespaces() throws Exception {
        try {
            Process tried = new ProcessBuilder("unshare", "-U", "-r", "-m", "true").start();
            return tried.waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// As in a container that sees the user's home and must not change it.
    @Test
    @EnabledIf(value = "namespaces", disabledReason = "there are no user namespaces here")
    void whoCannotWriteInTheFolderIsShutOutThoughTheSocketIsReached() throws Exception {
        try (StagedHost staged = new StagedHost(home, StagedHost.PATIENT)) {
            HostFolder folder = HostFolder.of(staged.host);
            Path program = home.resolve("Ask.java");
            Files.writeString(program, ASK);
            String writes = asks(mounted(folder, "rw"), folder, program);
            assertTrue(writes.contains("{\"type\":\"sessions\""), writes);

            String reads = asks(mounted(folder, "ro"), folder, program);
            assertTrue(reads.startsWith("may not write; "), reads);
            assertTrue(reads.contains("serves only who can write in its folder"), reads);
            assertFalse(reads.contains("\"sessions\":"), reads);
            try (Stream<Path> left = Files.list(folder.path())) {
                assertEquals(List.of(), left.filter(f -> f.toString().contains("proof")).toList());
            }
        }
    }

    private static String asks(List<String> through, HostFolder folder, Path program)
            throws Exception {
        List<String> command = new ArrayList<>(through);
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.add(program.toString());
        command.add(folder.socket().toString());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
            ByteBuffer in = ByteBuffer.allocate(1024);
            while (silent.read(in.clear()) >= 0) {
                // The greeting.
            }
        }
    }
}
