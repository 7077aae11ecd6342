package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.journal.FileJournal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.JournalOptions;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each option that chooses entries takes those that it should and no other; `show`, `export`,
/// `stats`, `follow` and `usage` share them.
final class JournalFilterTest {
    private static final String FIRST = "01900000-0000-7000-8000-000000000001";
    private static final String SECOND = "01900000-0000-7000-8000-000000000002";
    private static final String JANUARY = "2026-01-10T00:00:00Z";
    private static final String MARCH = "2026-03-10T00:00:00Z";

    @TempDir Path home;

    /// Entry 0 opens the journal; 1 to 4 are ours.
    @BeforeEach
    void write() {
        try (FileJournal journal =
                FileJournal.open(home.resolve(".cordon/journal"), JournalOptions.standard())) {
            journal.append(
                    decision(FIRST, JANUARY, "alice", command("rm", "-r", "build"), denied()));
            journal.append(decision(SECOND, MARCH, "bob", read("/srv/shop/a.txt"), allowed()));
            journal.append(
                    decision(
                            SECOND,
                            MARCH,
                            "bob",
                            new Action.Connect(
                                    new CallId("c"),
                                    "api.example.org",
                                    443,
                                    "GET",
                                    Optional.empty()),
                            allowed()));
            journal.append(
                    new JournalEntries(
                                    Optional.of(new SessionId(SECOND)), () -> Instant.parse(MARCH))
                            .modelAnswer(
                                    Optional.empty(),
                                    "openai",
                                    "gpt-5",
                                    new Usage(
                                            OptionalLong.of(10),
                                            OptionalLong.of(5),
                                            OptionalLong.empty(),
                                            OptionalLong.of(1),
                                            OptionalLong.empty()),
                                    OptionalLong.of(1),
                                    Optional.empty()));
        }
    }

    private static Decision denied() {
        return new Decision.Deny("rules.rm", Origin.BUILT_IN, "no");
    }

    private static Decision allowed() {
        return new Decision.Allow("sandbox_mode", Origin.BUILT_IN);
    }

    private static Action command(String... argv) {
        return new Action.RunCommand(
                new CallId("c"),
                Action.Requester.MODEL,
                List.of(argv),
                Path.of("/home/alice/shop"),
                Map.of(),
                Action.Terminal.PIPES,
                1000,
                0,
                Optional.empty());
    }

    private static Action read(String path) {
        return new Action.ReadFile(new CallId("c"), Action.Requester.MODEL, Path.of(path), 0, 100);
    }

    private static JournalEntry decision(
            String session, String time, String user, Action action, Decision decision) {
        return new JournalEntries(Optional.of(new SessionId(session)), () -> Instant.parse(time))
                .decision(
                        action,
                        decision,
                        new JournalEntries.Circumstances(
                                Optional.empty(),
                                Optional.empty(),
                                user,
                                "human",
                                Optional.empty(),
                                Optional.empty()));
    }

    private String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        home,
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(0, Main.run(host, List.of(arguments)), err + "\n" + out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The numbers of the entries that these options choose.
    private List<Long> shown(String... options) {
        List<String> line = new ArrayList<>(List.of("journal", "show", "--json"));
        line.addAll(List.of(options));
        return run(line.toArray(new String[0]))
                .lines()
                .map(text -> JsonText.readObject(text).requireInteger("seq"))
                .toList();
    }

    @Test
    void withoutOptionsEverythingIsShown() {
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), shown());
    }

    @Test
    void aSessionIsNamedByItsBeginning() {
        assertEquals(List.of(1L), shown("--session", FIRST));
        assertEquals(List.of(2L, 3L, 4L), shown("--session", SECOND));
        assertEquals(List.of(1L, 2L, 3L, 4L), shown("--session", "01900000"));
        assertEquals(List.of(), shown("--session", "02"));
    }

    @Test
    void aUserIsWhoAskedForTheWork() {
        assertEquals(List.of(1L), shown("--user", "alice"));
        assertEquals(List.of(2L, 3L), shown("--user", "bob"));
        assertEquals(List.of(), shown("--user", "bo"));
    }

    @Test
    void timesBoundFromBothSides() {
        assertEquals(List.of(1L), shown("--until", "2026-02-01T00:00:00Z"));
        assertEquals(
                List.of(2L, 3L, 4L),
                shown("--since", "2026-02-01T00:00:00Z", "--until", "2026-04-01T00:00:00Z"));
        assertEquals(List.of(0L), shown("--since", "10m"));
    }

    @Test
    void kindsAreTakenTogether() {
        assertEquals(List.of(4L), shown("--kind", "model_answer"));
        assertEquals(List.of(1L, 2L, 3L, 4L), shown("--kind", "decision,model_answer"));
    }

    @Test
    void aDecisionIsFoundByItsVerdict() {
        assertEquals(List.of(1L), shown("--decision", "deny"));
        assertEquals(List.of(2L, 3L), shown("--decision", "allow"));
        assertEquals(List.of(), shown("--decision", "ask"));
    }

    @Test
    void aDomainStandsForAllHostsBelowIt() {
        assertEquals(List.of(3L), shown("--host", "api.example.org"));
        assertEquals(List.of(3L), shown("--host", "example.org"));
        assertEquals(List.of(), shown("--host", "ample.org"));
    }

    @Test
    void aFolderStandsForAllFilesBelowIt() {
        assertEquals(List.of(2L), shown("--path", "/srv/shop"));
        assertEquals(List.of(2L), shown("--path", "/srv/shop/a.txt"));
        assertEquals(List.of(1L), shown("--path", "/home/alice"));
        assertEquals(List.of(), shown("--path", "/srv/sho"));
    }

    @Test
    void aCommandIsFoundByItsText() {
        assertEquals(List.of(1L), shown("--command", "-r build"));
        assertEquals(List.of(), shown("--command", "mkdir"));
    }

    @Test
    void filtersHoldTogetherAndForEveryCommand() {
        assertEquals(List.of(2L), shown("--user", "bob", "--path", "/srv"));
        assertEquals(
                1, run("journal", "export", "--format", "cef", "--user", "alice").lines().count());
        String stats = run("journal", "stats", "--json", "--session", SECOND);
        assertEquals(3, JsonText.readObject(stats).requireInteger("entries"));
        assertEquals(1, run("usage", "--json", "--session", SECOND).lines().count());
        assertEquals(0, run("usage", "--json", "--session", FIRST).lines().count());
    }
}
