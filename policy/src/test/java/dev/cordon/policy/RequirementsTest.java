package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequirementsTest {
    @TempDir Path temporary;

    private static String refusal(String toml) {
        return assertThrows(ConfigException.class, () -> Requirements.read(toml, "r.toml"))
                .getMessage();
    }

    private static FileOwner me(Path file) throws IOException {
        return new FileOwner((Integer) Files.getAttribute(file, "unix:uid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    allowed_sandbox_mode = ["read-only"] | r.toml:1:1: unknown key "allowed_sandbox_mode"; did you mean "allowed_sandbox_modes"?
                    allowed_sandbox_modes = ["readonly"] | r.toml:1:26: allowed_sandbox_modes "readonly" is unknown; use read-only, workspace-write or danger-full-access
                    allowed_sandbox_modes = "read-only" | r.toml:1:1: allowed_sandbox_modes must be an array of strings, found the string "read-only"
                    require_journal = "yes" | r.toml:1:1: require_journal must be true or false, found the string "yes"
                    max_session_cost = nan | r.toml:1:1: max_session_cost must be a number from 0 upwards, found NaN
                    max_session_cost = -1.5 | r.toml:1:1: max_session_cost must be a number from 0 upwards, found -1.5
                    network.domain."a" = "deny" | r.toml:1:1: unknown key "domain" in [network]; did you mean "domains"?
                    features.x = true | r.toml:1:1: features asks for a protection that Cordon does not give; remove it, or do not rely on it here
                    hooks.PreToolUse = [] | r.toml:1:1: hooks asks for a protection that Cordon does not give; remove it, or do not rely on it here
                    network.http_port = 1 | r.toml:1:1: network.http_port asks for a protection that Cordon does not give; remove it, or do not rely on it here
                    permissions.filesystem.deny_read = ["secret"] | r.toml:1:37: permissions.filesystem.deny_read "secret" must be absolute or begin with ~/
                    permissions.filesystem.deny_read = ["/home/*/.ssh"] | r.toml:1:37: permissions.filesystem.deny_read "/home/*/.ssh" must be a path; patterns are not understood here
                    tests = [{command = "ls"}] | r.toml:1:10: an example has expect and one of command, host or path
                    """)
    void aMistakeIsRefused(String toml, String sentence) {
        assertEquals(sentence, refusal(toml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    default_permissions = "a";[allowed_permission_profiles];b = true | r.toml:1:1: default_permissions "a" is not allowed by allowed_permission_profiles
                    allowed_models = ["m*"];[models.new_thread];model = "x" | r.toml:3:1: models.new_thread.model "x" is not one of allowed_models at r.toml:1
                    require_sandbox = true;allowed_sandbox_modes = ["danger-full-access"] | r.toml:1:1: require_sandbox contradicts allowed_sandbox_modes at r.toml:2, which leaves no mode with a sandbox
                    allow_outside_sandbox = true;require_sandbox = true | r.toml:2:1: require_sandbox contradicts allow_outside_sandbox at r.toml:1
                    [network];enabled = false;domains."a.example" = "allow" | r.toml:3:1: network.domains."a.example" = "allow" contradicts network.enabled = false at r.toml:2
                    allowed_approvals_reviewers = ["user"];auto_review.required_on_models = ["*"] | r.toml:2:1: auto_review.required_on_models contradicts allowed_approvals_reviewers at r.toml:1, which allows no auto-review
                    network.allow_upstream_proxy = true | r.toml:1:1: network.allow_upstream_proxy cannot be had: the proxy connects to hosts itself
                    network.dangerously_allow_non_loopback_proxy = true | r.toml:1:1: network.dangerously_allow_non_loopback_proxy cannot be had: the proxy is reached from inside the sandbox only
                    network.unix_sockets."/run/x" = "allow" | r.toml:1:1: network.unix_sockets."/run/x" cannot be had: Unix sockets are all closed, or all open by sandbox.allow_unix_sockets
                    network.review_domains = ["a/b"] | r.toml:1:1: "a/b" is not a host; write host, *.host or host:port
                    [mcp_servers.x.identity];command = "a";url = "b" | r.toml:3:1: mcp_servers.x.identity must have either command or url, not both
                    """)
    void aContradictionIsRefused(String toml, String sentence) {
        assertEquals(sentence, refusal(toml.replace(';', '\n')));
    }

    @Test
    void aFileThatOthersCanWriteIsRefused() throws IOException {
        Path folder = Files.createDirectory(temporary.toRealPath().resolve("etc"));
        Path file = folder.resolve("requirements.toml");
        Files.writeString(file, "require_journal = true\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertEquals(
                file + ": must not be writable by group or others; run `chmod go-w " + file + "`",
                assertThrows(ConfigException.class, () -> Requirements.load(file, me(file)))
                        .getMessage());

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(
                file
                        + ": the path "
                        + folder
                        + " must not be writable by group or others; run `chmod go-w "
                        + folder
                        + "`",
                assertThrows(ConfigException.class, () -> Requirements.load(file, me(file)))
                        .getMessage());
    }

    @Test
    void aFileOfAnotherOwnerIsRefused() throws IOException {
        Path file = temporary.toRealPath().resolve("requirements.toml");
        Files.writeString(file, "require_journal = true\n");
        FileOwner other = new FileOwner(me(file).uid() + 1);

        assertEquals(
                file
                        + ": must belong to user "
                        + other.uid()
                        + "; run `chown "
                        + other.uid()
                        + " "
                        + file
                        + "`",
                assertThrows(ConfigException.class, () -> Requirements.load(file, other))
                        .getMessage());
    }

    @Test
    void noFileIsNoRequirement() {
        Requirements none = Requirements.load(temporary.resolve("none"), FileOwner.ROOT);

        assertTrue(none.isEmpty());
        assertTrue(none.bool("require_journal"));
        assertTrue(none.bool("require_sandbox"));
        assertEquals(false, none.bool("allow_degraded"));
    }

    @Test
    void anExampleThatIsDecidedOtherwiseStopsTheStart() {
        Requirements requirements =
                Requirements.read(
                        """
                        [[tests]]
                        command = "git push"
                        expect = "deny"
                        [[tests]]
                        path = "/etc/shadow"
                        expect = "deny"
                        [[tests]]
                        host = "repo.example:443"
                        expect = "allow"
                        """,
                        "r.toml");

        assertEquals(
                List.of("command  deny", "path read deny", "host  allow"),
                requirements.examples().stream()
                        .map(e -> e.kind() + " " + e.access() + " " + e.expect())
                        .toList());
        assertEquals(
                "r.toml:7:1: the example host = \"repo.example:443\" is decided \"deny\", expected"
                        + " \"allow\"",
                assertThrows(ConfigException.class, () -> requirements.checkExamples(_ -> "deny"))
                        .getMessage());
    }

    @Test
    void aModelIsAllowedByNameOrByItsBeginning() {
        Requirements requirements =
                Requirements.read("allowed_models = [\"gpt-5\", \"local-*\"]\n", "r.toml");

        assertTrue(requirements.allowsModel("gpt-5"));
        assertTrue(requirements.allowsModel("local-small"));
        assertEquals(false, requirements.allowsModel("gpt-5-mini"));
        assertEquals(false, Requirements.read("allowed_models = []\n", "r").allowsModel("gpt-5"));
    }

    @Test
    void codexNameOfTheNetworkTableIsTheSame() {
        Requirements requirements =
                Requirements.read("[experimental_network]\nenabled = false\n", "r.toml");

        assertEquals(false, requirements.bool("network.enabled"));
        assertEquals(Optional.empty(), requirements.entry("experimental_network.enabled"));
    }
}
