package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.engine.Checkpoints;
import dev.cordon.engine.SessionLog;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsCommandTest {
    private static final SessionId ID = new SessionId("0199c0de-7a10-7c3e-9d55-2f60a1b2c3d4");
    private static final Instant TIME = Instant.parse("2026-11-21T09:30:00.250Z");

    @TempDir Path root;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path home;
    private Path work;

    /// A session that changed `a.txt` from `before` to `after` in its only turn.
    @BeforeEach
    void session() throws Exception {
        home = root.resolve("home");
        work = Files.createDirectories(root.resolve("work"));
        Files.writeString(work.resolve("a.txt"), "before");
        TurnId turn = TurnId.fresh();
        Checkpoints.Outcome taken =
                new Checkpoints(home.resolve(".cordon"), work, ID).begin(1).await();
        String reference = ((Checkpoints.Outcome.Taken) taken).reference();
        Files.writeString(work.resolve("a.txt"), "after");
        Files.writeString(work.resolve("new.txt"), "made by the turn");
        List<Event> events =
                List.of(
                        new Event.SessionStarted(
                                ID,
                                "1",
                                work.toString(),
                                "p",
                                "m",
                                "s",
                                "a",
                                "n",
                                Optional.empty()),
                        new Event.TurnStarted(turn),
                        new Event.CheckpointTaken(1, turn, reference),
                        item("Mend \u001b[2Jthe cart"),
                        new Event.SessionClosed());
        try (SessionLog log = SessionLog.create(home.resolve(".cordon"), ID, TIME)) {
            for (int i = 0; i < events.size(); i++) {
                log.append(new Envelope(i, TIME, events.get(i)));
            }
        }
    }

    @Test
    void sessionsAreListedShownFoundAndExported() {
        String listed = run(0, "sessions", "list");
        assertTrue(listed.contains(ID.value()), listed);
        assertFalse(listed.contains("\u001b"), "nothing of a session drives the terminal");
        assertTrue(run(0, "sessions", "list", "--json").contains("\"turns\":1"));
        assertTrue(run(0, "sessions", "show", "0199c0de").contains("## Turn 1"));
        assertTrue(run(0, "sessions", "search", "CART").startsWith(ID.value() + "  turn 1  user"));
        assertEquals("", run(1, "sessions", "search", "nowhere"));
        assertEquals(5, run(0, "sessions", "export", ID.value()).lines().count());
        assertTrue(
                run(0, "sessions", "export", ID.value(), "--format", "markdown")
                        .contains("**User**"));
    }

    @Test
    void anUnknownSessionEndsWithTwoAndSaysWhatToDo() {
        for (String verb : List.of("show", "export", "archive", "unarchive", "delete", "repair")) {
            run(2, "sessions", verb, "nobody");
            assertTrue(err.toString().contains("cordon sessions list"), err.toString());
        }
        run(2, "rewind", "1", "nobody", "--both");
        run(2, "sessions", "frobnicate");
    }

    @Test
    void aSessionIsRenamedArchivedBroughtBackAndDeleted() {
        run(0, "sessions", "rename", "0199c0de", "the cart");
        run(1, "sessions", "delete", "the cart");
        assertTrue(err.toString().contains("--force"), err.toString());
        run(0, "sessions", "archive", "the cart");
        assertFalse(run(0, "sessions", "list").contains(ID.value()));
        assertTrue(run(0, "sessions", "list", "--archived").contains("archived"));
        run(0, "sessions", "unarchive", "the cart");
        run(0, "sessions", "delete", "the cart", "--force");
        run(2, "sessions", "show", "the cart");
    }

    @Test
    void goingBackRestoresFilesAndConversationAndIsUndone() throws IOException {
        assertTrue(run(0, "rewind", "--list").contains("1  2026-11-21 09:30:00  Mend"));
        String back = run(0, "rewind", "1", "--both");
        assertTrue(back.contains("`cordon rewind 2` undoes this."), back);
        assertEquals("before", Files.readString(work.resolve("a.txt")));
        assertFalse(Files.exists(work.resolve("new.txt")));
        assertTrue(run(0, "journal", "show", "--kind", "rewind").lines().count() == 1);
        assertTrue(run(0, "rewind", "--list").contains("undo of a rewind"));
        run(0, "rewind", "2", ID.value(), "--files");
        assertEquals("after", Files.readString(work.resolve("a.txt")));
        assertEquals("made by the turn", Files.readString(work.resolve("new.txt")));
        run(0, "rewind", "3", "--chat");
        assertEquals("after", Files.readString(work.resolve("a.txt")));
    }

    @Test
    void aRewindThatIsNotClearChangesNothing() throws IOException {
        run(2, "rewind");
        run(2, "rewind", "1");
        run(2, "rewind", "one", "--both");
        run(2, "rewind", "99", "--both");
        run(2, "rewind", "1", "--files", "--chat");
        run(2, "rewind", "-1", "--both");
        assertEquals("after", Files.readString(work.resolve("a.txt")));
    }

    @Test
    void completionKnowsExecAndItsOptions() throws Exception {
        for (String shell : List.of("bash", "zsh", "fish")) {
            String script = run(0, "completion", shell);
            assertTrue(script.contains("output-schema"), shell);
            assertTrue(script.contains("unarchive"), shell);
        }
        Path script = Files.writeString(root.resolve("c.bash"), run(0, "completion", "bash"));
        Process check = new ProcessBuilder("/bin/bash", "-n", script.toString()).start();
        assertEquals(0, check.waitFor(), "bash can read it");
        run(2, "completion", "tcsh");
    }

    private static Event item(String text) {
        return new Event.ItemAdded(new Item.UserMessage(List.of(new Content.Text(text))));
    }

    private String run(int exit, String... arguments) {
        out.reset();
        err.reset();
        Host host =
                new Host(
                        Map.of("HOME", home.toString()),
                        work,
                        home,
                        InputStream.nullInputStream(),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(
                exit,
                Main.run(host, List.of(arguments)),
                () -> Stream.of(arguments).toList() + "\n" + err + "\n" + out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
