package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How often a developer's ordinary day would be interrupted, counted under each policy.
final class DeveloperCommandsTest {
    static List<String> commands() {
        try (InputStream in =
                DeveloperCommandsTest.class.getResourceAsStream("developer-commands.txt")) {
            List<String> commands = new ArrayList<>();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    commands.add(line.replace('⏎', '\n'));
                }
            }
            return commands;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String counts(Situation situation) {
        int allow = 0;
        int ask = 0;
        int deny = 0;
        for (String command : commands()) {
            switch (situation.line(command)) {
                case "allow" -> allow++;
                case "ask" -> ask++;
                default -> deny++;
            }
        }
        return "allow " + allow + ", ask " + ask + ", deny " + deny;
    }

    @Test
    void noneThatStaysInTheSandboxIsAskedAboutOnRequest() {
        List<String> asked = new ArrayList<>();
        for (String command : commands()) {
            if (!Situation.standard().line(command).equals("allow")) {
                asked.add(command);
            }
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void thePageIsCurrent() throws IOException {
        Path page =
                Path.of(System.getProperty("cordon.root")).resolve("bench/developer-commands.md");
        String text = DeveloperCommandsTable.page();
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(page, text);
        }
        assertEquals(text, Files.readString(page), "old; run with -Dgolden=update");
    }

    @Test
    void theParserUnderstandsThemAll() {
        List<String> doubtful = new ArrayList<>();
        for (String command : commands()) {
            for (String doubt : CommandFacts.ofScript(command, Knowledge.builtIn()).doubts()) {
                if (doubt.contains("character")) {
                    doubtful.add(command + ": " + doubt);
                }
            }
        }
        assertEquals(List.of(), doubtful);
    }

    @Test
    void theQuestionsUnderEachPolicyAreCounted() {
        assertTrue(commands().size() >= 2000, commands().size() + " commands");
        Situation standard = Situation.standard();
        assertEquals(
                """
                untrusted: allow 661, ask 1685, deny 0
                on-request: allow 2346, ask 0, deny 0
                never: allow 2346, ask 0, deny 0
                on-request without sandbox: allow 661, ask 1685, deny 0
                """,
                "untrusted: "
                        + counts(standard.under(ApprovalPolicy.Kind.UNTRUSTED))
                        + "\non-request: "
                        + counts(standard)
                        + "\nnever: "
                        + counts(standard.under(ApprovalPolicy.Kind.NEVER))
                        + "\non-request without sandbox: "
                        + counts(standard.in(Confinement.Mode.DANGER_FULL_ACCESS))
                        + "\n");
    }
}
