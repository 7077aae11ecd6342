package dev.cordon.checks;

import static dev.cordon.checks.StreamingModel.runs;
import static dev.cordon.checks.StreamingModel.says;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The terminal UI through a real SSH server on loopback, which this test starts with keys of its
/// own.
class TerminalSshTest extends TerminalScene {
    private static final Path SERVER = Path.of("/usr/sbin/sshd");

    static boolean server() {
        boolean root = "root".equals(System.getProperty("user.name"));
        return Tmux.present()
                && Files.isExecutable(SERVER)
                && (!root || Files.isDirectory(Path.of("/run/sshd")));
    }

    @Test
    @EnabledIf(value = "server", disabledReason = "there is no SSH server on this machine")
    void throughSshItIsTheSameAndFollowsTheSizeOfTheTerminal() throws Exception {
        StreamingModel model = model(runs("echo one; echo two"), says("漢字, 👍 and *words*."));
        configure(model, "");
        key("host");
        key("me");
        Files.copy(folder.resolve("me.pub"), folder.resolve("authorized"));
        int port = freePort();
        Process server =
                new ProcessBuilder(
                                SERVER.toString(),
                                "-D",
                                "-e",
                                "-f",
                                "/dev/null",
                                "-p",
                                Integer.toString(port),
                                "-h",
                                folder.resolve("host").toString(),
                                "-oListenAddress=127.0.0.1",
                                "-oAuthorizedKeysFile=" + folder.resolve("authorized"),
                                "-oUsePAM=no",
                                "-oStrictModes=no",
                                "-oPermitRootLogin=yes",
                                "-oPidFile=none")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("sshd.log").toFile())
                        .start();
        try {
            String there =
                    "cd %s && CORDON_HOME=%s HOME=%s LC_ALL=C.UTF-8 %s"
                            .formatted(workspace(), home(), folder, program());
            String ssh =
                    ("ssh -tt -F /dev/null -p %d -i %s -o ConnectionAttempts=30 -o LogLevel=ERROR"
                                    + " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                                    + " 127.0.0.1 '%s'; echo left; exec cat")
                            .formatted(port, folder.resolve("me"), there);
            Tmux tmux = terminal(Map.of(), ssh, COLUMNS, ROWS);
            ready(tmux);
            ask(tmux, "say 漢字", "and words.");
            golden(tmux, "over-ssh");
            tmux.resize(30, 16);
            String words = "half a word that goes on in the next row";
            tmux.type(words);
            tmux.await(screen -> screen.contains("next row") && !screen.contains(words));
            tmux.press("C-c");
            tmux.awaitText("Ctrl-C again quits");
            tmux.press("C-c");
            tmux.awaitText("left");
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
            server.waitFor();
        }
    }

    private void key(String name) throws IOException, InterruptedException {
        List<String> make = List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", name);
        Process process =
                new ProcessBuilder(make)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .start();
        assertEquals(0, process.waitFor(), "ssh-keygen");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
