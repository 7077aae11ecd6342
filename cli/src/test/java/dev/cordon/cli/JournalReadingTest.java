package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.FileJournal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalOptions;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Following a journal, beginning somewhere in it, and adding up what it says was spent.
final class JournalReadingTest {
    private static final SessionId FIRST = new SessionId("01900000-0000-7000-8000-000000000001");
    private static final SessionId SECOND = new SessionId("01900000-0000-7000-8000-000000000002");

    @TempDir Path home;

    private Host host(ByteArrayOutputStream out, ByteArrayOutputStream err, String input) {
        return new Host(
                Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                home,
                home,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                ProtocolOutput.to(out),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String run(int exit, String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(exit, Main.run(host(out, err, input), List.of(arguments)), err + "\n" + out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private FileJournal open() {
        return FileJournal.open(home.resolve(".cordon/journal"), JournalOptions.standard());
    }

    private static void answer(
            FileJournal journal, SessionId session, String day, String model, long price) {
        JournalEntries entries =
                new JournalEntries(Optional.of(session), () -> Instant.parse(day + "T12:00:00Z"));
        journal.append(
                entries.modelAnswer(
                        Optional.empty(),
                        "openai",
                        model,
                        new Usage(
                                OptionalLong.of(1000),
                                OptionalLong.of(600),
                                OptionalLong.empty(),
                                OptionalLong.of(50),
                                OptionalLong.empty()),
                        price < 0 ? OptionalLong.empty() : OptionalLong.of(price),
                        Optional.empty()));
    }

    private static void begin(FileJournal journal, SessionId session, String cwd) {
        journal.append(
                new JournalEntries(
                                Optional.of(session), () -> Instant.parse("2026-01-01T12:00:00Z"))
                        .session("start", Json.object().put("cwd", cwd).build()));
    }

    @Test
    void whatWasSpentIsAddedUpByDayModelProjectAndSession() {
        try (FileJournal journal = open()) {
            begin(journal, FIRST, "/shop");
            begin(journal, SECOND, "/bank");
            answer(journal, FIRST, "2026-01-01", "small", 1_000_000);
            answer(journal, FIRST, "2026-01-02", "large", 2_000_000);
            answer(journal, SECOND, "2026-01-02", "small", -1);
        }

        for (List<String> expected :
                List.of(
                        List.of("day", "2026-01-01 1 1000000 0", "2026-01-02 2 2000000 1"),
                        List.of("model", "large 1 2000000 0", "small 2 1000000 1"),
                        List.of("project", "/bank 1 0 1", "/shop 2 3000000 0"),
                        List.of(
                                "session",
                                FIRST.value() + " 2 3000000 0",
                                SECOND.value() + " 1 0 1"))) {
            String rows = run(0, "", "usage", "--json", "--by", expected.getFirst());
            List<String> shown =
                    rows.lines()
                            .map(JsonText::readObject)
                            .map(row -> {
                                long answers = row.requireInteger("answers");
                                assertEquals(
                                        600 * answers, row.requireInteger("cached_input_tokens"));
                                return row.requireText("name")
                                        + " "
                                        + answers
                                        + " "
                                        + row.requireInteger("micro_dollars")
                                        + " "
                                        + row.requireInteger("unpriced_answers");
                            })
                            .toList();
            assertEquals(expected.subList(1, expected.size()), shown);
        }
        assertTrue(run(0, "", "usage", "--by", "project").contains(">=0.0000"));
    }

    @Test
    void aFollowerSeesEntriesAsTheyAreWritten() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        ByteArrayOutputStream out =
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
                    }
                };
        try (FileJournal journal = open()) {
            Host host = host(out, new ByteArrayOutputStream(), "");
            Thread follower =
                    Thread.ofPlatform()
                            .start(() ->
                                    Main.run(
                                            host,
                                            List.of(
                                                    "journal",
                                                    "follow",
                                                    "--kind",
                                                    "model_answer")));
            try {
                answer(journal, FIRST, "2026-01-01", "small", 1);
                assertTrue(String.valueOf(lines.poll(30, TimeUnit.SECONDS)).contains("small"));
                answer(journal, FIRST, "2026-01-01", "large", 1);
                StringBuilder said = new StringBuilder();
                while (said.indexOf("large") < 0) {
                    String more = lines.poll(30, TimeUnit.SECONDS);
                    assertFalse(more == null, said.toString());
                    said.append(more);
                }
            } finally {
                follower.interrupt();
                follower.join(TimeUnit.SECONDS.toMillis(30));
            }
            assertFalse(follower.isAlive());
        }
    }

    @Test
    void verificationCanBeginInTheMiddleAndAtATime() {
        try (FileJournal journal = open()) {
            for (int day = 1; day <= 9; day++) {
                answer(journal, FIRST, "2026-01-0" + day, "small", 1);
            }
        }
        String verified = run(0, "", "journal", "verify", "--since", "5");
        assertTrue(verified.contains("10 entries, 5 checked"), verified);
        String since =
                run(
                        0,
                        "",
                        "journal",
                        "show",
                        "--since",
                        "2026-01-08T00:00:00Z",
                        "--until",
                        "2026-01-09T00:00:00Z");
        assertEquals(1, since.lines().count(), since);
    }

    @Test
    void aNewKeyAndAConsistencyProofWorkFromTheCommandLine() throws Exception {
        try (FileJournal journal = open()) {
            answer(journal, FIRST, "2026-01-01", "small", 1);
        }
        Path folder = home.resolve(".cordon/journal");
        Path kept = home.resolve("kept");
        Files.copy(folder.resolve("checkpoint"), kept);
        Path key = home.resolve("key.pub");
        Files.copy(folder.resolve("key.pub"), key);
        String fresh = run(0, "", "journal", "rotate-key").strip();
        assertEquals(fresh, Files.readString(folder.resolve("key.pub")).strip());
        String verified = run(0, "", "journal", "verify", "--key", key.toString());
        assertTrue(verified.contains("good"), verified);
        Path proof = home.resolve("proof.json");
        Files.writeString(proof, run(0, "", "journal", "prove", "--consistency", kept.toString()));
        run(1, "", "journal", "check-proof", proof.toString(), "--key", key.toString());
        String checked =
                run(
                        0,
                        "",
                        "journal",
                        "check-proof",
                        proof.toString(),
                        "--key",
                        key.toString(),
                        "--keys",
                        folder.toString());
        assertEquals("the journal only grew between the two checkpoints\n", checked);
        run(2, "", "journal", "prove");
    }

    @Test
    void loggingInAndOutIsInTheJournalAndTheKeyIsNot() {
        run(0, "sk-averysecretkey12345\n", "login", "--with-api-key");
        run(0, "", "logout");
        String shown = run(0, "", "journal", "show", "--json", "--kind", "login");

        assertEquals(2, shown.lines().count(), shown);
        assertTrue(shown.contains("\"outcome\":\"in\""), shown);
        assertTrue(shown.contains("\"outcome\":\"out\""), shown);
        assertFalse(shown.contains("averysecret"), shown);
    }
}
