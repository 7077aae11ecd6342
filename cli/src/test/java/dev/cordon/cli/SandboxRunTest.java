package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `cordon sandbox`.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the boundary of these tests is Linux's")
final class SandboxRunTest {
    @TempDir Path folder;
    private Path workspace;
    private Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @BeforeEach
    void folders() throws IOException {
        folder = folder.toRealPath();
        workspace = Files.createDirectory(folder.resolve("ws"));
        home = Files.createDirectory(folder.resolve("home"));
    }

    private int run(String... arguments) {
        PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        workspace,
                        home,
                        new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8)),
                        ProtocolOutput.to(said),
                        new PrintStream(error, true, StandardCharsets.UTF_8));
        return Main.run(host, List.of(arguments));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theOptionsOfTheCommandAreItsOwn() {
        assertEquals(3, run("sandbox", "bash", "-c", "cat; echo -C x; exit 3", "-s", "y"));
        assertEquals("typed\n-C x\n", said());
    }

    @Test
    void aModeIsGivenByOptionOrBySetting() {
        assertTrue(run("sandbox", "-s", "read-only", "--", "touch", "a") != 0);
        assertTrue(run("sandbox", "-c", "sandbox_mode=\"read-only\"", "--", "touch", "a") != 0);
        assertFalse(Files.exists(workspace.resolve("a")));

        assertEquals(0, run("sandbox", "--", "touch", "a"));
        assertTrue(Files.exists(workspace.resolve("a")));
    }

    @Test
    void everySettingThatExecTakesIsTaken() throws IOException {
        Files.writeString(workspace.resolve("secret.pem"), "KEY");

        assertEquals(
                1,
                run(
                        "sandbox",
                        "-c",
                        "sandbox.hidden_names=[\"*.pem\"]",
                        "--",
                        "cat",
                        "secret.pem"));
        assertFalse(said().contains("KEY"));
        assertEquals(2, run("sandbox", "-c", "no_such_key=1", "--", "true"));
    }

    @Test
    void configurationOfTheUserHolds() throws IOException {
        Files.createDirectories(home.resolve(".cordon"));
        Files.writeString(home.resolve(".cordon/config.toml"), "sandbox_mode = \"read-only\"\n");

        assertTrue(run("sandbox", "--", "touch", "b") != 0);
        assertFalse(Files.exists(workspace.resolve("b")));
    }

    private String toldAndForgotten() {
        String told = error.toString(StandardCharsets.UTF_8);
        error.reset();
        return told;
    }

    private List<String> journal(String kind) {
        out.reset();
        assertEquals(0, run("journal", "show", "--kind", kind, "--json"), this::toldAndForgotten);
        return said().lines().toList();
    }

    @Test
    void leavingTheSandboxIsSaidLoudlyAndWrittenDownBefore() {
        assertEquals(
                4, run("sandbox", "-s", "danger-full-access", "--", "/bin/sh", "-c", "exit 4"));

        assertTrue(toldAndForgotten().contains("OUTSIDE the sandbox"));
        List<String> decisions = journal("decision");
        assertEquals(1, decisions.size());
        assertTrue(decisions.getFirst().contains("\"mode\":\"danger-full-access\""), out::toString);
        assertTrue(journal("effect").getFirst().contains("\"exit_code\":4"), out::toString);
    }

    @Test
    void whatCannotBeWrittenDownDoesNotLeaveTheSandbox() throws IOException {
        Files.createDirectories(home.resolve(".cordon"));
        Files.writeString(home.resolve(".cordon/journal"), "no folder");

        assertTrue(run("sandbox", "-s", "danger-full-access", "--", "touch", "left") != 0);

        assertFalse(Files.exists(workspace.resolve("left")));
    }

    @Test
    void aHostThatIsNotAllowedIsRefusedWithTheWayToAllowItAndWrittenDown() {
        String ask =
                "exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET http://h.invalid/ HTTP/1.1\\r\\n"
                        + "Host: h.invalid\\r\\n\\r\\n' >&3; head -1 <&3";

        assertEquals(0, run("sandbox", "--network", "proxied", "--", "/bin/bash", "-c", ask));

        assertTrue(said().startsWith("HTTP/1.1 403 cordon: "), said());
        String told = toldAndForgotten();
        assertTrue(told.contains("refused h.invalid:80 (rule network.default)"), told);
        assertTrue(told.contains("-c 'network.allow=[\"h.invalid:80\"]'"), told);
        assertTrue(journal("network").getFirst().contains("\"verdict\":\"deny\""));

        out.reset();
        String setting = "network.allow=[\"h.invalid\"]";
        run("sandbox", "-c", setting, "--network", "proxied", "--", "/bin/bash", "-c", ask);

        // There is no such host; but it was allowed, and that was written down first.
        assertTrue(said().startsWith("HTTP/1.1 502 "), said());
        assertTrue(journal("network").get(1).contains("\"verdict\":\"allow\""), said());
    }

    @Test
    void aMistakeIsTheUsersToMend() {
        assertEquals(2, run("sandbox"));
        assertEquals(2, run("sandbox", "-s", "everything", "--", "true"));
        assertEquals(2, run("sandbox", "--network", "open", "--", "true"));
        assertEquals(2, run("sandbox", "-C", "nowhere", "--", "true"));
    }

    private static final String FETCH =
            "exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET http://a.example/ HTTP/1.1\\r\\nHost:"
                    + " a.example\\r\\n\\r\\n' >&3; cat <&3";

    @Test
    void aHostThatNoRuleAllowsIsRefusedByNameForNobodyCanBeAsked() {
        run("sandbox", "--network", "proxied", "--", "bash", "-c", FETCH);

        assertTrue(said().startsWith("HTTP/1.1 403 "), said());
        assertTrue(
                said().contains(
                                "Connecting to a.example:80 is not on the list of hosts, and nobody"
                                        + " can be asked here"),
                said());
        assertTrue(said().contains("(rule network.default, built-in)"), said());
    }

    @Test
    void aHostThatIsDeniedIsRefusedByTheRuleThatDeniesIt() {
        run(
                "sandbox",
                "-c",
                "network.deny=[\"*.example\"]",
                "--network",
                "proxied",
                "--",
                "bash",
                "-c",
                FETCH);

        assertTrue(said().startsWith("HTTP/1.1 403 "), said());
        assertTrue(said().contains("forbidden by rules.host[*.example]"), said());
    }

    @Test
    void aHostThatIsAllowedIsLookedUp() {
        run(
                "sandbox",
                "-c",
                "network.allow=[\"a.example\"]",
                "--network",
                "proxied",
                "--",
                "bash",
                "-c",
                FETCH);

        assertTrue(said().startsWith("HTTP/1.1 502 "), said());
        assertTrue(said().contains("a.example was allowed but has no address"), said());
    }

    @Test
    void aSecretThatIsNotThereStopsTheStart() {
        int code =
                run(
                        "sandbox",
                        "-c",
                        "network.header_injections.k={variable=\"K\", secret_env=\"NOT_SET\","
                                + " hosts=[\"a.example\"]}",
                        "--",
                        "true");

        assertEquals(2, code);
        assertTrue(
                error.toString(StandardCharsets.UTF_8)
                        .contains("there is no secret in the variable NOT_SET"),
                error.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandSeesAStandInAndNeverTheSecret() throws IOException {
        Path secret = Files.writeString(home.resolve("token"), "very-secret-value\n");
        Files.setPosixFilePermissions(
                secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        int code =
                run(
                        "sandbox",
                        "-c",
                        "network.header_injections.k={variable=\"K\", secret_file=\"~/token\","
                                + " hosts=[\"a.example\"]}",
                        "--network",
                        "proxied",
                        "--",
                        "bash",
                        "-c",
                        "echo $K; env; cat ~/token");

        assertTrue(code != 0);
        assertTrue(said().startsWith("cordon-stand-in-"), said());
        assertFalse(said().contains("very-secret-value"), said());
    }
}
