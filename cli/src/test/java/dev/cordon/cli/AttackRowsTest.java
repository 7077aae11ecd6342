package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.policy.Requirements;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every row of the classes P, JV and C of known attacks, through the program itself: its
/// configuration, its policy, its sandbox.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the boundary of these tests is Linux's")
final class AttackRowsTest {
    private static final Set<String> ROWS =
            new TreeSet<>(
                    List.of(
                            ("P01 P02 P03 P04 P06 P07 P08 P10 P11 P13 P14 P15 P16 P18 P19 P20 P22"
                                            + " P23 P24 P25 P27 P28 P30 P31 P32 P34 P35 P36 P37 JV1"
                                            + " JV3 JV4 JV7 JV8 JV9 JV10 JV11 C02 C03 C04 C05 C07"
                                            + " C08 C09 C10 C11 C12 C13 C14 C15")
                                    .split(" ", -1)));

    @TempDir Path folder;

    @Test
    void noRowIsMissing() throws IOException {
        Set<String> seen = new TreeSet<>();
        AttackRow.all().forEach(row -> seen.add(row.id()));

        assertEquals(ROWS, seen);
    }

    @ParameterizedTest
    @MethodSource("dev.cordon.cli.AttackRow#all")
    void isStopped(AttackRow row) throws IOException {
        try (RowStage stage = new RowStage(folder)) {
            switch (row.how()) {
                case "script" -> script(stage, row);
                case "action" -> {
                    stage.user(row.setUp());
                    Path file = Files.writeString(folder.resolve("action.json"), row.done());
                    stage.run("policy", "check", "--json", "--action", file.toString());
                    assertEquals(row.outcome(), decision(stage), stage.everything());
                }
                case "config" -> {
                    stage.repository(row.setUp());
                    if (row.done().equals("trusted")) {
                        stage.run("trust");
                    }
                    stage.run("config", "show");
                    assertTrue(stage.everything().contains(row.outcome()), stage.everything());
                }
                case "user" -> {
                    stage.user(row.setUp());
                    int code = stage.run(row.done().split(" ", -1));
                    assertEquals(row.outcome().substring(0, 1), "" + code, stage.everything());
                    assertTrue(
                            stage.everything().contains(row.outcome().substring(2)),
                            stage.everything());
                }
                case "merge" -> {
                    Requirements both =
                            Requirements.read(row.setUp() + "\n", "a")
                                    .merge(Requirements.read(row.done() + "\n", "b"));
                    List<String> lines =
                            both.settings().stream()
                                    .map(s -> s.key() + " = " + JsonText.write(s.value()))
                                    .toList();
                    assertEquals(List.of(row.outcome()), lines);
                }
                case "exec" -> exec(stage, row);
                default -> throw new AssertionError("no way to run " + row.how());
            }
        }
    }

    /// Asked about under `untrusted`, and where nothing confines it: never allowed unasked.
    private static void script(RowStage stage, AttackRow row) {
        for (String setting :
                List.of("approval_policy=\"untrusted\"", "sandbox_mode=\"danger-full-access\"")) {
            stage.run("policy", "check", "--json", "-c", setting, "--", "bash", "-lc", row.done());
            assertEquals(row.outcome(), decision(stage), stage.everything());
        }
    }

    private static String decision(RowStage stage) {
        return JsonText.readObject(stage.out()).requireText("decision");
    }

    private void exec(RowStage stage, AttackRow row) throws IOException {
        stage.setUp(row.setUp());
        stage.calls(List.of(row.done().split("⏎", -1)));
        stage.run("exec", "--json", "--skip-git-repo-check", "go");
        for (String wanted : row.outcome().split("⏎", -1)) {
            switch (wanted.charAt(0)) {
                case '-' ->
                        assertFalse(
                                Files.exists(stage.work().resolve(wanted.substring(1))),
                                stage.everything());
                case '!' -> nowhere(stage, wanted.substring(1));
                case '=' -> {
                    assertFalse(stage.everything().contains(RowStage.SECRET));
                    isPrivate(stage.home().resolve(".cordon"));
                }
                case '+' ->
                        assertTrue(
                                Files.exists(stage.work().resolve(wanted.substring(1))),
                                stage.everything());
                case '~' ->
                        assertTrue(
                                String.join("\n", stage.requests()).contains(wanted.substring(1)),
                                "no request says " + wanted.substring(1));
                default -> assertTrue(stage.everything().contains(wanted), stage.everything());
            }
        }
    }

    /// In no output, no file of Cordon's and no request to the model.
    private static void nowhere(RowStage stage, String secret) throws IOException {
        assertFalse(stage.everything().contains(secret), stage.everything());
        assertFalse(String.join("", stage.requests()).contains(secret));
        try (Stream<Path> files = Files.walk(stage.home().resolve(".cordon"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(secret), file.toString());
            }
        }
    }

    private static void isPrivate(Path own) throws IOException {
        try (Stream<Path> files = Files.walk(own)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.startsWith(own.resolve("sessions"))
                        || file.startsWith(own.resolve("journal"))) {
                    assertEquals(
                            "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                            file.toString());
                }
            }
        }
    }

    /// The scripts are really called here, all in one turn, where nobody can be asked.
    @Test
    void noneOfTheScriptsRunsWhereNobodyCanBeAsked() throws IOException {
        try (RowStage stage = new RowStage(folder)) {
            stage.user("approval_policy = \"untrusted\"\nlimits.max_turn_rounds = 1000\n");
            List<AttackRow> scripts = AttackRow.scripts();
            List<String> calls = new ArrayList<>();
            for (AttackRow row : scripts) {
                calls.add(
                        "exec_command "
                                + JsonText.write(Json.object().put("cmd", row.done()).build()));
            }
            stage.calls(calls);
            stage.run("exec", "--json", "--approver", "never", "--skip-git-repo-check", "go");

            List<String> declined = new ArrayList<>();
            for (String line : stage.out().split("\n", -1)) {
                boolean finished = line.contains("\"item.completed\"");
                assertFalse(finished && line.contains("\"exit_code\":0"), line);
                if (finished && line.contains("\"status\":\"declined\"")) {
                    declined.add(line);
                }
            }
            assertEquals(scripts.size(), declined.size(), stage.everything());
            try (Stream<Path> left = Files.list(stage.work())) {
                assertEquals(List.of(stage.work().resolve(".git")), left.toList());
            }
        }
    }
}
