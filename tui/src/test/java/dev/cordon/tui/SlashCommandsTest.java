package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.engine.McpServer;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlashCommandsTest {
    @TempDir private Path folder;

    private RecordingUi ui() {
        return ui(new FixedReports(folder));
    }

    private RecordingUi ui(Reports reports) {
        RecordingUi ui = new RecordingUi(folder, reports);
        ui.state.apply(
                new Event.SessionStarted(
                        new SessionId("019cf000-0000-7000-8000-000000000001"),
                        "1",
                        folder.toString(),
                        "openai",
                        "gpt-5.5",
                        "workspace-write",
                        "on-request",
                        "proxied",
                        Optional.empty()));
        return ui;
    }

    @Test
    void everyCommandThatUsersExpectIsThere() {
        Set<String> names = new HashSet<>();
        for (SlashCommand command : ui().commands()) {
            assertTrue(names.add(command.name()), command.name());
            command.aliases().forEach(alias -> assertTrue(names.add(alias), alias));
            assertFalse(command.help().isBlank());
        }
        for (String wanted :
                List.of(
                        "model",
                        "permissions",
                        "plan",
                        "review",
                        "diff",
                        "status",
                        "usage",
                        "compact",
                        "new",
                        "resume",
                        "fork",
                        "rewind",
                        "init",
                        "mention",
                        "skills",
                        "mcp",
                        "policy",
                        "journal",
                        "theme",
                        "copy",
                        "export",
                        "ps",
                        "stop",
                        "doctor",
                        "help",
                        "quit",
                        "cost",
                        "approvals",
                        "undo",
                        "clear",
                        "exit")) {
            assertTrue(names.contains(wanted), wanted);
        }
    }

    @Test
    void modelIsChosenFromAListAndThenItsEffort() {
        assertEquals(
                """
                choose Which model?
                Set[key=model, value=claude-opus]
                choose How hard does it think? Esc leaves that as it is.
                Set[key=model_reasoning_effort, value=high]\
                """,
                ui().chooses("claude-opus", "high").types("/model").log());
    }

    @Test
    void modelTakesBothAsWordsToo() {
        assertEquals(
                List.of(new Op.Set("model", "x"), new Op.Set("model_reasoning_effort", "low")),
                ui().types("/model x low").ops);
        assertTrue(ui().types("/model x huge").log().contains("fail Effort is one of none,"));
        assertEquals(
                List.of("x low"), new ModelCommand(new FixedReports(folder)).complete("x l", ui()));
    }

    @Test
    void permissionsShowWhatHoldsAndWhatWasGranted() {
        String log = ui(new FixedReports(folder).granted("g1")).types("/permissions").log();
        assertTrue(log.contains("sandbox    workspace-write"), log);
        assertTrue(
                log.contains("approvals  on-request, answered by a reviewing model, then by you"),
                log);
        assertTrue(
                log.contains(
                        "granted connect to example.org:443 in this project until"
                                + " 2026-01-02T03:04:05Z  (g1)"),
                log);
    }

    @Test
    void aGrantIsRevokedFromTheListOrByItsId() {
        FixedReports reports = new FixedReports(folder).granted("g1").granted("g2");
        RecordingUi ui = ui(reports).chooses("revoke g1").types("/permissions");
        assertTrue(ui.log().endsWith("say The grant g1 has ended."), ui.log());
        assertEquals(1, reports.grants().size());
        assertEquals(
                "say The grant g2 has ended.", ui(reports).types("/approvals revoke g2").log());
        assertEquals(
                "fail There is no grant g2; /permissions lists them.",
                ui(reports).types("/permissions revoke g2").log());
    }

    @Test
    void permissionsChangeOneSettingEach() {
        assertEquals(
                List.of(new Op.Set("sandbox_mode", "read-only")),
                ui().types("/permissions read-only").ops);
        assertEquals(
                List.of(new Op.Set("approval_policy", "never")),
                ui().chooses("never").types("/permissions").ops);
        assertEquals(
                List.of(new Op.Set("network", "open")),
                ui().types("/permissions network open").ops);
        assertTrue(ui().types("/permissions everything").log().startsWith("fail "));
    }

    @Test
    void theSandboxIsNotLeftWithoutASecondWord() {
        assertEquals(List.of(), ui().types("/permissions danger-full-access").ops);
        assertEquals(List.of(), ui().chooses("no").types("/permissions danger-full-access").ops);
        assertEquals(
                List.of(new Op.Set("sandbox_mode", "danger-full-access")),
                ui().chooses("yes").types("/permissions danger-full-access").ops);
    }

    @Test
    void planningIsReadOnlyUntilItEnds() {
        RecordingUi ui = ui().types("/plan add a cache");
        assertEquals(List.of(new Op.Set("sandbox_mode", "read-only")), ui.ops);
        assertTrue(ui.log.getLast().startsWith("send Plan this before anything changes."));
        assertTrue(ui.log.getLast().endsWith("add a cache"));
        ui.types("/plan off");
        assertEquals(new Op.Set("sandbox_mode", "workspace-write"), ui.ops.getLast());
    }

    @Test
    void reviewAsksWhatAndIsLeftToTheSession() {
        assertEquals(
                List.of(new Op.Review(Op.ReviewWhat.BASE, "main")),
                ui().types("/review base main").ops);
        assertEquals(
                List.of(new Op.Review(Op.ReviewWhat.COMMIT, "abc")),
                ui().types("/review commit abc").ops);
        assertEquals(
                List.of(new Op.Review(Op.ReviewWhat.WORDS, "the parser")),
                ui().types("/review the parser").ops);
        assertEquals(
                List.of(new Op.Review(Op.ReviewWhat.UNCOMMITTED, "")),
                ui().chooses("uncommitted").types("/review").ops);
        assertEquals(
                "choose Review what?\ncompose /review base ",
                ui().chooses("base ").types("/review").log());
        assertEquals(
                "choose Review what?\ncompose /review ", ui().chooses(" ").types("/review").log());
    }

    @Test
    void theQueueIsShownAndAddedTo() {
        RecordingUi ui = ui();
        assertTrue(ui.types("/queue").log().startsWith("say Nothing waits."), ui.log());
        ui.state.apply(new Event.Queued(0, List.of(new Content.Text("then this"))));
        ui.log.clear();
        assertEquals("open QueuePanel", ui.types("/queue").log());
        assertEquals(
                List.of(new Op.Submit(List.of(new Content.Text("and that")), Optional.empty())),
                ui().types("/queue and that").ops);
    }

    @Test
    void diffShowsAPatchOrSaysThatThereIsNone() {
        FixedReports reports = new FixedReports(folder);
        assertEquals("say Nothing differs from the last commit.", ui(reports).types("/diff").log());
        reports.patch =
                "diff --git a/x b/x\n"
                        + "new file mode 100644\n"
                        + "--- /dev/null\n"
                        + "+++ b/x\n"
                        + "@@ -0,0 +1 @@\n"
                        + "+hi\n";
        assertEquals("print\nAdded x (+1 -0)\n1 + hi\n", ui(reports).types("/diff").log());
        assertEquals("fail \"nowhere\" is no branch", ui(reports).types("/diff nowhere").log());
        reports.patch =
                "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1,99 @@\n" + "+hi\n".repeat(99);
        assertTrue(ui(reports).types("/diff main").log().startsWith("page Changes since main\n"));
    }

    @Test
    void statusAndUsageTellWhatIsKnown() {
        RecordingUi ui = ui();
        assertTrue(ui.types("/status").log().contains("model      gpt-5.5 of openai"), ui.log());
        assertTrue(ui.log().contains("tokens     nothing was reported yet"), ui.log());
        Usage usage =
                new Usage(
                        OptionalLong.of(1200),
                        OptionalLong.of(1000),
                        OptionalLong.empty(),
                        OptionalLong.of(30),
                        OptionalLong.empty());
        ui.state.apply(new Event.UsageReported("m", usage, usage, usage, OptionalLong.of(2500)));
        ui.types("/cost");
        assertTrue(
                ui.log()
                        .contains(
                                "This session: 1200 in, 1000 of them cached, 30 out, 0.0025"
                                        + " dollars"),
                ui.log());
        assertTrue(ui.log().contains("ran usage --by day"), ui.log());
        assertTrue(ui().types("/usage model").log().contains("ran usage --by model"));
        assertTrue(ui().types("/usage moon").log().startsWith("fail "));
    }

    @Test
    void sessionsAreChangedCompactedForkedAndNamed() {
        assertEquals("Compact[]", ui().types("/compact").log());
        assertEquals("change Fresh[]", ui().types("/new").log());
        assertEquals("change Fresh[]", ui().types("/clear").log());
        assertEquals("Rename[name=the parser]", ui().types("/rename the parser").log());
        assertEquals("change Resume[name=Optional[abc]]", ui().types("/resume abc").log());
        assertEquals("say There is no earlier session.", ui().types("/resume").log());
        assertEquals(
                "change Fork[name=019cf000-0000-7000-8000-000000000001, before=Optional.empty]",
                ui().types("/fork").log());
    }

    @Test
    void forkGoesBackToBeforeAMessage() {
        RecordingUi ui = ui();
        turn(ui, "019cf000-0000-7000-8000-0000000000a1", "first words");
        turn(ui, "019cf000-0000-7000-8000-0000000000a2", "second words");
        ui.chooses("019cf000-0000-7000-8000-0000000000a2").types("/fork back");
        assertEquals(
                """
                choose Go on from before which message?
                change Fork[name=019cf000-0000-7000-8000-000000000001, before=Optional[TurnId[value=019cf000-0000-7000-8000-0000000000a2]]]
                compose second words\
                """,
                ui.log());
        assertEquals(
                List.of("second words", "first words"),
                ui.offered.getFirst().stream().map(Picker.Choice::label).toList());
    }

    private static void turn(RecordingUi ui, String id, String prompt) {
        ui.state.apply(new Event.TurnStarted(new TurnId(id)));
        ui.state.apply(
                new Event.ItemAdded(new Item.UserMessage(List.of(new Content.Text(prompt)))));
    }

    @Test
    void initKeepsWhatIsThere() throws IOException {
        assertTrue(ui().types("/init").log().startsWith("send Write a file AGENTS.md"));
        assertFalse(ui().types("/init").log().contains("The file exists"));
        Files.writeString(folder.resolve("AGENTS.md"), "x");
        assertTrue(ui().types("/init").log().contains("The file exists"));
    }

    @Test
    void smallCommandsDoTheirOneThing() {
        assertEquals("compose @src", ui().types("/mention src").log());
        assertEquals(
                "choose Which skill?\ncompose $release ",
                ui().chooses("release").types("/skills").log());
        assertEquals("say The session is still opening.", ui().types("/mcp").log());
        assertTrue(ui().types("/doctor").log().contains("ran doctor"));
        assertTrue(ui().types("/policy").log().contains("ran config show --origin"));
        assertTrue(
                ui().types("/policy rm -rf /")
                        .log()
                        .contains("ran policy check -- bash -lc rm -rf /"));
        assertTrue(
                ui().types("/journal")
                        .log()
                        .contains(
                                "ran journal show --session 019cf000-0000-7000-8000-000000000001"));
        assertTrue(
                ui().types("/journal deny")
                        .log()
                        .contains(
                                "ran journal show --session 019cf000-0000-7000-8000-000000000001"
                                        + " --decision deny"));
        assertTrue(ui().types("/journal all").log().endsWith("ran journal show\n"));
        FixedReports reports = new FixedReports(folder);
        assertEquals(
                "theme light\nsay The theme is light from now on (tui.theme).",
                ui(reports).types("/theme light").log());
        assertEquals("light", reports.kept);
        assertEquals("fail no theme pink", ui().types("/theme pink").log());
        assertTrue(
                ui().chooses("dark")
                        .types("/theme")
                        .log()
                        .startsWith("choose Which theme?\ntheme dark\n"));
        assertEquals("quit", ui().types("/quit").log());
        assertEquals("quit", ui().types("/exit").log());
    }

    @Test
    void mcpServersAreShownWithTheirToolsOrWithWhatIsWrong() {
        assertEquals(
                List.of(
                        "files  ready: Files 1.0",
                        "    read, write",
                        "web  failed: no such program"),
                McpCommand.lines(
                        List.of(
                                new McpServer.Status(
                                        "files", "ready", "Files 1.0", List.of("read", "write")),
                                new McpServer.Status(
                                        "web", "failed", "no such program", List.of()))));
    }

    @Test
    void copyTakesTheMessageOrItsCode() {
        RecordingUi ui = ui();
        assertEquals("say There is no message to copy yet.", ui.types("/copy").log());
        ui.message = Optional.of("Do:\n```sh\necho a\n```\nand\n~~~\nb\n~~~\n");
        ui.log.clear();
        assertEquals("copy echo a\n\nb\n", ui.types("/copy code").log.getFirst());
        ui.log.clear();
        assertTrue(ui.types("/copy").log.getFirst().startsWith("copy Do:"));
        ui.message = Optional.of("no code");
        ui.log.clear();
        assertEquals("say The last message has no code.", ui.types("/copy code").log());
    }

    @Test
    void backgroundCommandsAreListedAndEnded() {
        RecordingUi ui = ui();
        assertEquals("say Nothing runs in the background.", ui.types("/ps").log());
        ui.log.clear();
        assertEquals("say Nothing runs in the background.", ui.types("/stop").log());
        CallId call = new CallId("c");
        ui.state.apply(
                new Event.ActionProposed(
                        new Action.RunCommand(
                                call,
                                Action.Requester.MODEL,
                                List.of("sleep", "100"),
                                Path.of("/"),
                                Map.of(),
                                Action.Terminal.PIPES,
                                1,
                                0,
                                Optional.empty())));
        ui.state.apply(
                new Event.ActionFinished(
                        call,
                        new Result.CommandOutput(
                                OptionalInt.of(7),
                                OptionalInt.empty(),
                                "",
                                0,
                                Optional.empty(),
                                1,
                                List.of())));
        ui.log.clear();
        assertTrue(ui.types("/ps").log().contains("7  sleep 100"), ui.log());
        assertEquals(List.of("7"), new StopCommand().complete("", ui));
        ui.log.clear();
        assertEquals(
                "fail No background command has the number 8; /ps lists them.",
                ui.types("/stop 8").log());
        assertEquals(List.of(new Op.StopProcess(7)), ui.types("/stop 7").ops);
    }

    @Test
    void helpListsEveryCommandAndEveryKey() {
        String log = ui().types("/help").log();
        assertTrue(
                log.contains("/usage [day | model | project | session], /cost  tokens and money"),
                log);
        for (KeyHelp.Key key : KeyHelp.KEYS) {
            assertTrue(log.contains(key.does()), key.keys());
        }
    }

    @Test
    void whatNeedsAFileSaysSo() {
        assertTrue(ui().types("/export").log().startsWith("fail This session keeps no file"));
        assertTrue(ui().types("/rewind").log().startsWith("fail This session keeps no file"));
        assertTrue(ui().types("/undo").log().startsWith("fail This session keeps no file"));
    }

    @Test
    void whatChangesTheConversationWaitsForTheEndOfTheTurn() {
        List<String> waiting =
                ui().commands().stream()
                        .filter(command -> !command.duringTurn())
                        .map(SlashCommand::name)
                        .toList();
        assertEquals(
                List.of("plan", "review", "compact", "resume", "fork", "rewind", "init"), waiting);
    }

    @Test
    void whatAReportPrintsCannotDriveTheTerminal() {
        Block block = new TextBlock("t\u001b[2J", List.of("a\u001b]52;c;eA==\u0007b", "\u202ec"));
        StringBuilder text = new StringBuilder();
        block.rows(40).forEach(row -> text.append(row.text()).append('|'));
        assertEquals("t|ab|c|", text.toString());
    }
}
