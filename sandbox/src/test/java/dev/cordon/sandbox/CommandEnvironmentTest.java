package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CommandEnvironmentTest {

    @Test
    void passesWhatIsListedAndNothingThatCarriesSecretsOrStartsPrograms() {
        Map<String, String> host = new TreeMap<>();
        for (String name :
                List.of(
                        "GITHUB_TOKEN",
                        "OPENAI_API_KEY",
                        "AWS_PROFILE",
                        "SSH_AUTH_SOCK",
                        "LD_PRELOAD",
                        "BASH_ENV",
                        "JAVA_TOOL_OPTIONS",
                        "MAVEN_OPTS",
                        "GIT_DIR",
                        "NODE_OPTIONS",
                        "FOO",
                        "BAR",
                        "BASH_FUNC_x%%")) {
            host.put(name, "x");
        }
        host.put("HOME", "/home/u");
        host.put("LC_ALL", "C.UTF-8");
        host.put("PATH", "/usr/bin:.::/ws/bin:/ws/../ws/x:bin:/bin:/usr/bin");

        Map<String, String> made =
                CommandEnvironment.of(
                        host,
                        List.of("FOO", "GITHUB_TOKEN", "LD_PRELOAD"),
                        List.of(Path.of("/ws")),
                        Path.of("/tmp"),
                        "helper",
                        "none");

        Map<String, String> expected = new TreeMap<>();
        expected.put("HOME", "/home/u");
        expected.put("LC_ALL", "C.UTF-8");
        expected.put("FOO", "x");
        expected.put("PATH", "/usr/bin:/bin");
        expected.put("SHELL", "/bin/bash");
        expected.put("TMPDIR", "/tmp");
        expected.put("GIT_TERMINAL_PROMPT", "0");
        expected.put("GIT_OPTIONAL_LOCKS", "0");
        expected.put("PAGER", "cat");
        expected.put("GIT_PAGER", "cat");
        expected.put("CORDON_SANDBOX", "helper");
        expected.put("CORDON_SANDBOX_NETWORK", "none");
        assertEquals(expected, made);
    }
}
