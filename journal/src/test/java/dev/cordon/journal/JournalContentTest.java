package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be done with the entries of a journal.
class JournalContentTest {
    private static final SessionId FIRST = new SessionId("01900000-0000-7000-8000-000000000001");
    private static final SessionId SECOND = new SessionId("01900000-0000-7000-8000-000000000002");
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir Path folder;

    @BeforeEach
    void write() {
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            journal.append(
                    decision(FIRST, OLD, "rm", new Decision.Deny("rules.rm", origin(), "no")));
            journal.append(decision(SECOND, OLD, "ls", new Decision.Allow("default", origin())));
            journal.append(
                    new JournalEntries(Optional.of(SECOND), () -> NEW)
                            .network(
                                    new Action.Connect(
                                            new CallId("c"),
                                            "api.example.org",
                                            443,
                                            "GET",
                                            Optional.empty()),
                                    Optional.empty()));
        }
    }

    private static Origin origin() {
        return new Origin(Origin.Layer.USER, "config.toml", 3);
    }

    private static JournalEntry decision(
            SessionId session, Instant time, String program, Decision decision) {
        Action action =
                new Action.RunCommand(
                        new CallId("call-" + program),
                        Action.Requester.MODEL,
                        List.of(program, "-r", "x|y=z"),
                        Path.of("/tmp/work"),
                        Map.of(),
                        Action.Terminal.PIPES,
                        1000,
                        0,
                        Optional.empty());
        return new JournalEntries(Optional.of(session), () -> time)
                .decision(
                        action,
                        decision,
                        new JournalEntries.Circumstances(
                                Optional.empty(),
                                Optional.of("ab12"),
                                "alice",
                                "human",
                                Optional.empty(),
                                Optional.empty()));
    }

    private List<StoredEntry> read(JournalFilter filter) throws IOException {
        List<StoredEntry> entries = new ArrayList<>();
        new JournalReader(folder).read(0, filter, entries::add);
        return entries;
    }

    private VerifyReport verify() throws IOException {
        return new JournalVerifier(folder, Optional.empty(), List.of()).verify(0);
    }

    private static JournalFilter filter(String verdict, String host, String path, String command) {
        return new JournalFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.ofNullable(verdict),
                Optional.ofNullable(host),
                Optional.ofNullable(path),
                Optional.ofNullable(command));
    }

    @Test
    void aFilterTakesWhatFits() throws Exception {
        assertEquals(4, read(JournalFilter.all()).size());
        assertEquals(1, read(filter("deny", null, null, null)).size());
        assertEquals("rm -r x|y=z", read(filter("deny", null, null, null)).getFirst().command());
        assertEquals(1, read(filter(null, "example.org", null, null)).size());
        assertEquals(0, read(filter(null, "ample.org", null, null)).size());
        assertEquals(2, read(filter(null, null, "/tmp", null)).size());
        assertEquals(0, read(filter(null, null, "/tm", null)).size());
        assertEquals(1, read(filter(null, null, null, "ls -r")).size());
    }

    @Test
    void aDecisionSaysWhichRuleDecidedAndWhereItStands() throws Exception {
        Json.Obj payload =
                read(filter("deny", null, null, null)).getFirst().payload().orElseThrow();
        assertEquals("rules.rm", payload.requireText("rule"));
        assertEquals(3, payload.requireObject("origin").requireInteger("line"));
        assertEquals("ab12", payload.requireText("policy_digest"));
        assertEquals(64, payload.requireObject("action").requireText("digest").length());
    }

    @Test
    void everyExportIsOneLineAnEntry() throws Exception {
        for (ExportFormat format : ExportFormat.values()) {
            for (StoredEntry entry : read(JournalFilter.all())) {
                assertFalse(format.line(entry, "1.0").contains("\n"));
            }
        }
        StoredEntry denied = read(filter("deny", null, null, null)).getFirst();
        Json.Obj ocsf = JsonText.readObject(ExportFormat.OCSF.line(denied, "1.0"));
        assertEquals(1007, ocsf.requireInteger("class_uid"));
        assertEquals(100701, ocsf.requireInteger("type_uid"));
        assertEquals(2, ocsf.requireInteger("action_id"));
        String cef = ExportFormat.CEF.line(denied, "1.0");
        assertTrue(
                cef.startsWith("CEF:0|Cordon|cordon|1.0|cordon.decision|rm -r x\\|y=z|5|rt="), cef);
        assertTrue(cef.contains(" act=deny "), cef);
        assertTrue(cef.contains(" cs1=rules.rm"), cef);
    }

    @Test
    void statisticsCountKindsVerdictsAndHosts() throws Exception {
        JournalStats stats = new JournalStats();
        new JournalReader(folder).read(0, JournalFilter.all(), stats);
        assertEquals(
                "{\"allow\":2,\"deny\":1}", JsonText.write(stats.json().requireObject("verdicts")));
        assertEquals(2, stats.json().requireInteger("sessions"));
    }

    @Test
    void oldContentGoesAndTheChainStillVerifies() throws Exception {
        Retention retention = new Retention(folder, JournalOptions.standard());
        Retention.Swept swept = retention.sweep(NEW.minusSeconds(1));
        assertEquals(new Retention.Swept(2, 0), swept);
        List<StoredEntry> entries = read(JournalFilter.all());
        assertEquals(Optional.empty(), entries.get(1).payload());
        assertEquals(Optional.of(FIRST.value()), entries.get(1).session());
        assertTrue(entries.get(3).payload().isPresent());
        VerifyReport report = verify();
        assertEquals(List.of(), report.problems());
        assertEquals(2, report.withoutContent());
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            journal.append(decision(FIRST, NEW, "ls", new Decision.Allow("default", origin())));
        }
        assertEquals(VerifyReport.Verdict.GOOD, verify().verdict());
    }

    @Test
    void whatIsUnderAHoldStays() throws Exception {
        Retention retention = new Retention(folder, JournalOptions.standard());
        retention.place(new Retention.Hold("case-1", Optional.of(FIRST.value()), "legal", "suit"));
        assertEquals(new Retention.Swept(1, 1), retention.sweep(NEW.minusSeconds(1)));
        assertTrue(read(JournalFilter.all()).get(1).payload().isPresent());
        retention.release("case-1", "legal");
        assertEquals(new Retention.Swept(1, 0), retention.sweep(NEW.minusSeconds(1)));
        assertThrows(IOException.class, () -> retention.release("case-1", "legal"));
    }

    @Test
    void aProofConvincesWhoHasOnlyTheKey() throws Exception {
        JournalProver prover = new JournalProver(folder);
        VerifierKey key = VerifierKey.read(prover.key().orElseThrow().toString());
        for (long i = 0; i < 4; i++) {
            String text = JsonText.write(prover.prove(i).json());
            InclusionProof proof = InclusionProof.read(JsonText.readObject(text));
            assertEquals(Optional.empty(), proof.problem(key));
            Json.Obj forged =
                    JsonText.readObject(
                            text.replace("\"verdict\":\"deny\"", "\"verdict\":\"allow\""));
            if (i == 1) {
                assertTrue(InclusionProof.read(forged).problem(key).isPresent());
            }
        }
        assertThrows(IOException.class, () -> prover.prove(99));
    }
}
