package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.engine.Checkpoints;
import dev.cordon.engine.SessionLog;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that read a session's file, on a real one.
class StoredSessionCommandsTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir private Path folder;
    private final SessionId id = SessionId.fresh();
    private final TurnId turn = TurnId.fresh();
    private Path workspace;
    private RecordingUi ui;

    @BeforeEach
    void aSessionOfOneTurn() throws Exception {
        workspace = Files.createDirectories(folder.resolve("project"));
        Path home = folder.resolve("home");
        Files.writeString(workspace.resolve("a.txt"), "before\n");
        Checkpoints.Outcome.Taken taken =
                (Checkpoints.Outcome.Taken) new Checkpoints(home, workspace, id).take(1);
        Files.writeString(workspace.resolve("a.txt"), "after\n");
        Path file;
        try (SessionLog log = SessionLog.create(home, id, TIME)) {
            List<Event> events =
                    List.of(
                            new Event.SessionStarted(
                                    id,
                                    "1",
                                    workspace.toString(),
                                    "openai",
                                    "gpt-5.5",
                                    "workspace-write",
                                    "on-request",
                                    "proxied",
                                    Optional.empty()),
                            new Event.TurnStarted(turn),
                            new Event.CheckpointTaken(1, turn, taken.reference()),
                            new Event.ItemAdded(
                                    new Item.UserMessage(
                                            List.of(new Content.Text("change a.txt")))),
                            new Event.Answered(
                                    "q",
                                    new CallId("c"),
                                    new Answer.Approve(
                                            "user",
                                            new Capability.Host("example.org", 443),
                                            Grant.Scope.SESSION)),
                            new Event.ItemAdded(
                                    new Item.AssistantMessage(
                                            "It is done.", Optional.empty(), Optional.empty())),
                            new Event.TurnEnded(
                                    turn, new TurnOutcome.Completed("It is done."), Usage.UNKNOWN));
            long sequence = 0;
            for (Event event : events) {
                log.append(new Envelope(sequence, TIME.plusSeconds(sequence), event));
                sequence++;
            }
            log.sync();
            file = log.file().orElseThrow();
        }
        ui = new RecordingUi(workspace, new FixedReports(home));
        ui.state.opened(RecordingUi.opened(Optional.of(file), 0, List.of()));
    }

    @Test
    void permissionsKnowWhatWasGrantedInTheSession() {
        ui.types("/permissions");
        assertTrue(
                ui.log()
                        .contains(
                                "granted in this session, ends with it: connect to"
                                        + " example.org:443"),
                ui.log());
    }

    @Test
    void exportWritesANewFileThatOnlyItsOwnerReads() throws IOException {
        Path target = workspace.resolve("talk.md");
        ui.types("/export talk.md");
        assertEquals("say Written to " + target + ".", ui.log());
        assertTrue(Files.readString(target).contains("change a.txt"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        ui.log.clear();
        ui.types("/export talk.md");
        assertTrue(ui.log().startsWith("fail " + target + " exists"), ui.log());
        ui.log.clear();
        ui.types("/export talk.jsonl");
        assertTrue(
                Files.readString(workspace.resolve("talk.jsonl")).contains("\"session_started\""));
    }

    @Test
    void rewindTellsWhatItWouldTakeBackBeforeItDoes() {
        ui.chooses("0", "files").types("/rewind");
        assertEquals("change a.txt", ui.offered.getFirst().getFirst().label());
        assertEquals("1 file: takes back +1 -1", ui.offered.get(1).getFirst().detail());
        assertEquals(List.of(new Op.Rewind(turn, Op.RewindWhat.FILES)), ui.ops);
    }

    @Test
    void rewindShowsTheFilesAndBringsTheMessageBack() {
        ui.chooses("0", "look", "both").types("/undo");
        assertTrue(ui.log().contains("-before") || ui.log().contains("- before"), ui.log());
        assertTrue(ui.log().contains("compose change a.txt"), ui.log());
        assertEquals(List.of(new Op.Rewind(turn, Op.RewindWhat.BOTH)), ui.ops);
    }

    @Test
    void resumeOffersTheSessionWithItsPromptAndLastWords() {
        ui.types("/resume");
        Panel panel = ui.panel.orElseThrow();
        String screen = String.join("\n", panel.rows(120, 20).stream().map(Line::text).toList());
        assertTrue(screen.contains("change a.txt"), screen);
        assertTrue(screen.contains("1 turn"), screen);
        assertTrue(screen.contains("│ > change a.txt"), screen);
        assertTrue(screen.contains("It is done."), screen);
        type(panel, "nothing like that");
        assertTrue(text(panel).contains("nothing matches"));
        for (int i = 0; i < 17; i++) {
            panel.take(Input.Press.of(Input.Name.BACKSPACE));
        }
        type(panel, "change");
        assertEquals(Panel.Outcome.CLOSES, panel.take(Input.Press.of(Input.Name.ENTER)));
        assertEquals("change Resume[name=Optional[" + id.value() + "]]", ui.log.getLast());
    }

    private static void type(Panel panel, String text) {
        text.chars().forEach(c -> panel.take(Input.Press.character(c)));
    }

    private static String text(Panel panel) {
        return String.join("\n", panel.rows(60, 10).stream().map(Line::text).toList());
    }

    @Test
    void thePickerFitsEveryScreen() {
        ui.types("/resume");
        Panel panel = ui.panel.orElseThrow();
        List<Integer> heights = new ArrayList<>();
        for (int rows = 0; rows < 20; rows++) {
            for (int columns = 1; columns < 90; columns += 11) {
                List<Line> shown = panel.rows(columns, rows);
                heights.add(shown.size());
                assertTrue(shown.size() <= rows);
                for (Line line : shown) {
                    assertTrue(CellWidth.of(line.text()) <= columns, line::text);
                }
            }
        }
        assertTrue(heights.size() > 100);
    }
}
