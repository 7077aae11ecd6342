package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.JournalFilter;
import dev.cordon.journal.JournalReader;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cordon doctor` on this machine, against its real gate and sandbox.
final class DoctorCommandTest {
    @TempDir Path home;

    private record Run(int code, String out) {
        Json.Obj json() {
            return JsonText.readObject(out.strip());
        }
    }

    private Run doctor(String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Path work = Files.createDirectories(home.resolve("work"));
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        work,
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        List<String> line = new ArrayList<>(List.of("doctor"));
        line.addAll(List.of(arguments));
        int code = Main.run(host, line);
        return new Run(code, out.toString(StandardCharsets.UTF_8) + err);
    }

    private static Set<String> ids(Json.Obj sheet, String outcome) {
        Set<String> ids = new TreeSet<>();
        for (Json one : sheet.array("cases")) {
            if (one instanceof Json.Obj found && found.requireText("outcome").equals(outcome)) {
                ids.add(found.requireText("id"));
            }
        }
        return ids;
    }

    @Test
    void everyAttackIsHeldOffAndTheSheetIsInTheJournal() throws Exception {
        Run run = doctor("--attack", "--json");

        assertEquals(0, run.code(), run.out());
        assertEquals(Set.of(), ids(run.json(), "fail"));
        assertTrue(ids(run.json(), "pass").size() >= 65, run.out());
        List<String> sheets = new ArrayList<>();
        Set<String> refusals = new TreeSet<>();
        new JournalReader(home.resolve(".cordon/journal"))
                .read(
                        0,
                        JournalFilter.all(),
                        entry -> {
                            if (entry.text("outcome").equals("rejected")) {
                                refusals.add(entry.text("source"));
                            }
                            if (entry.kind().equals("self_test")) {
                                sheets.add(JsonText.write(entry.payload().orElseThrow()));
                            }
                        });
        assertEquals(1, sheets.size());
        assertTrue(sheets.getFirst().contains("write.outside"));
        assertTrue(
                refusals.containsAll(
                        Set.of(
                                "doctor policy.bundle-signature",
                                "doctor policy.bundle-older",
                                "doctor policy.bypass-flag")),
                refusals.toString());
        try (var left = Files.list(home.resolve(".cordon"))) {
            assertFalse(
                    left.anyMatch(file -> file.toString().contains("canary")), "a canary stayed");
        }
    }

    @Test
    void theSameAttacksSucceedWhereNothingConfinesThem() throws Exception {
        Run run =
                doctor(
                        "--attack",
                        "--json",
                        "-c",
                        "sandbox_mode=danger-full-access",
                        "-c",
                        "approval_policy=never");

        assertEquals(1, run.code(), run.out());
        assertTrue(
                ids(run.json(), "fail")
                        .containsAll(
                                Set.of(
                                        "read.cordon",
                                        "read.journal",
                                        "write.outside",
                                        "write.link",
                                        "write.cordon",
                                        "protected.git-hooks-pre-commit",
                                        "network.loopback",
                                        "network.udp",
                                        "process.signal",
                                        "process.privileges",
                                        "evade.base64",
                                        "evade.quoting",
                                        "evade.alias")),
                run.out());
        // What a machine may lack says so, and never passes here.
        Set<String> without = ids(run.json(), "fail");
        without.addAll(ids(run.json(), "not_applicable"));
        assertTrue(
                without.containsAll(
                        Set.of(
                                "network.proxy",
                                "network.spelling",
                                "network.rebinding",
                                "socket.agent",
                                "socket.outside",
                                "socket.inside",
                                "evade.interpreter",
                                "approval.reuse",
                                "approval.expired",
                                "approval.widened")),
                run.out());
        assertTrue(ids(run.json(), "pass").contains("telemetry.required"), run.out());
        assertTrue(ids(run.json(), "pass").contains("policy.bundle-signature"), run.out());
        assertTrue(ids(run.json(), "pass").contains("journal.required"), run.out());
    }

    @Test
    void theReportFindsWhatWorksAndNeverShowsAKey() throws Exception {
        ByteArrayOutputStream ignored = new ByteArrayOutputStream();
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        home,
                        home,
                        new ByteArrayInputStream(
                                "sk-verysecretverysecret".getBytes(StandardCharsets.UTF_8)),
                        ProtocolOutput.to(ignored),
                        new PrintStream(ignored, true, StandardCharsets.UTF_8));
        assertEquals(0, Main.run(host, List.of("login", "--with-api-key")), ignored::toString);
        Run run = doctor("--json");

        Set<String> names = new TreeSet<>();
        for (Json check : run.json().array("checks")) {
            if (check instanceof Json.Obj found) {
                names.add(found.requireText("name"));
                assertFalse(
                        found.requireText("name").equals("boundary")
                                && found.requireText("state").equals("failed"),
                        run.out());
            }
        }
        assertEquals(
                Set.of(
                        "boundary",
                        "configuration",
                        "disk",
                        "journal",
                        "models",
                        "programs",
                        "requirements",
                        "sessions",
                        "telemetry",
                        "trust",
                        "version"),
                names);
        assertTrue(run.out().contains("openai: "), run.out());
        assertFalse(run.out().contains("openai: no key"), run.out());
        assertFalse(run.out().contains("verysecret"), run.out());
    }

    @Test
    void aBrokenConfigurationAndADamagedJournalAreLinesOfTheReport() throws Exception {
        Files.createDirectories(home.resolve(".cordon/journal/segments"));
        Files.writeString(home.resolve(".cordon/config.toml"), "sandbox_mod = 1\n");
        Files.writeString(
                home.resolve(".cordon/journal/segments/0000000000000000.jsonl"), "no entry\n");
        Run run = doctor();

        assertEquals(1, run.code(), run.out());
        assertTrue(run.out().contains("FAILED  configuration"), run.out());
        assertTrue(run.out().contains("sandbox_mod"), run.out());
        assertTrue(run.out().contains("FAILED  journal"), run.out());
        assertTrue(run.out().contains("ok      version"), run.out());
    }
}
