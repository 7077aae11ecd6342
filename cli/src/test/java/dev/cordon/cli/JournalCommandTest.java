package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.FileJournal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalOptions;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalCommandTest {
    @TempDir Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() {
        Path folder = home.resolve(".cordon/journal");
        JournalEntries entries =
                new JournalEntries(
                        Optional.of(new SessionId("01900000-0000-7000-8000-000000000001")),
                        () -> Instant.parse("2026-01-31T12:00:00Z"));
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            Action.Connect connect =
                    new Action.Connect(
                            new CallId("c1"), "evil.example", 443, "GET", Optional.empty());
            journal.append(
                    entries.network(
                            connect,
                            Optional.of(
                                    new Result.Refused(
                                            "network.default",
                                            Origin.BUILT_IN,
                                            "policy",
                                            "closed\u001b[2J"))));
            Usage usage =
                    new Usage(
                            OptionalLong.of(1000),
                            OptionalLong.of(250),
                            OptionalLong.empty(),
                            OptionalLong.of(40),
                            OptionalLong.empty());
            for (int i = 0; i < 2; i++) {
                journal.append(
                        entries.modelAnswer(
                                Optional.empty(),
                                "openai",
                                "gpt-5",
                                usage,
                                OptionalLong.of(1_500_000),
                                Optional.empty()));
            }
        }
    }

    private String run(int exit, String input, String... arguments) {
        out.reset();
        err.reset();
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "MY_TOKEN", "plainwords"),
                        home,
                        home,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(exit, Main.run(host, List.of(arguments)), err + "\n" + out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anUntouchedJournalVerifies() {
        String shown = run(0, "", "journal", "verify");
        assertTrue(shown.contains("4 entries, 4 checked, 4 covered by"), shown);
        assertTrue(shown.endsWith("good\n"), shown);
    }

    @Test
    void aChangedJournalEndsWithOneAndNamesTheEntry() throws Exception {
        Path segment = home.resolve(".cordon/journal/segments/0000000000000000.jsonl");
        Files.writeString(
                segment, Files.readString(segment).replace("evil.example", "good.example"));
        assertTrue(run(1, "", "journal", "verify").contains("BAD   entry 1: "));
    }

    @Test
    void entriesAreShownByFilterAndCannotDriveTheTerminal() {
        String shown = run(0, "", "journal", "show", "--decision", "deny");
        assertTrue(shown.contains("network  deny  network.default  evil.example"), shown);
        assertFalse(shown.contains("\u001b"), shown);
        assertEquals("", run(0, "", "journal", "show", "--host", "other.example"));
        assertEquals(2, run(0, "", "journal", "show", "--kind", "model_answer").lines().count());
    }

    @Test
    void aProofIsMadeAndChecked() throws Exception {
        Files.writeString(home.resolve("proof.json"), run(0, "", "journal", "prove", "1"));
        String key = home.resolve(".cordon/journal/key.pub").toString();
        assertEquals(
                "entry 1 is in the journal\n",
                run(0, "", "journal", "check-proof", "proof.json", "--key", key));
        Files.writeString(
                home.resolve("proof.json"),
                Files.readString(home.resolve("proof.json")).replace("evil.", "good."));
        assertTrue(
                run(1, "", "journal", "check-proof", "proof.json", "--key", key)
                        .startsWith("proves nothing"));
    }

    @Test
    void exportStatsRetainAndHoldsWork() {
        assertEquals(4, run(0, "", "journal", "export", "--format", "ocsf").lines().count());
        run(2, "", "journal", "export", "--format", "xml");
        assertTrue(run(0, "", "journal", "stats", "--json").contains("\"network\":1"));
        run(0, "", "journal", "hold", "place", "case-1", "--reason", "suit");
        assertEquals(
                "content of 0 entries removed, 3 held\n",
                run(0, "", "journal", "retain", "--days", "0"));
        run(0, "", "journal", "hold", "release", "case-1");
        assertEquals(
                "content of 3 entries removed, 0 held\n",
                run(0, "", "journal", "retain", "--days", "0"));
    }

    @Test
    void usageAddsUpTokensAndMoney() {
        String shown = run(0, "", "usage", "--by", "model");
        assertTrue(shown.contains("gpt-5"), shown);
        assertTrue(shown.contains("2000"), shown);
        assertTrue(shown.contains("25.0"), shown);
        assertTrue(shown.contains("3.0000"), shown);
        run(2, "", "usage", "--by", "moon");
    }

    @Test
    void anAttestationIsMadeAndChecked() throws Exception {
        String session = "01900000-0000-7000-8000-000000000001";
        Files.writeString(home.resolve("run.json"), run(0, "", "attest", session));
        String key = home.resolve(".cordon/journal/key.pub").toString();
        assertEquals("good\n", run(0, "", "attest", "verify", "run.json", "--key", key));
        run(2, "", "attest", session, "--commit", "no-such-revision");
        run(1, "", "attest", "01900000-0000-7000-8000-00000000ffff");
    }

    @Test
    void redactTakesSecretsOutOfStandardInput() {
        String secret = "ghp_" + "aB3dE6gH9".repeat(4);
        String shown = run(0, "a " + secret + "\nb plainwords\n", "redact");
        assertTrue(shown.startsWith("a [secret:github-token:"), shown);
        assertTrue(shown.contains("\nb [secret:environment:"), shown);
    }
}
