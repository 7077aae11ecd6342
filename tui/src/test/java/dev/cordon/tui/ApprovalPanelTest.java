package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalPanelTest {
    private static final Path WORKSPACE = Path.of("/project");
    private static final Capability EXACT = new Capability.ExactAction("d");
    private static final Capability HOST = new Capability.Host("repo.example.org", 443);
    private static final Capability PREFIX =
            new Capability.OutsideSandbox(List.of("mvn", "deploy"));

    private final List<ApprovalPanel.Reply> replies = new ArrayList<>();
    private int views;

    private ApprovalPanel panel(String command, Capability... capabilities) {
        Action action =
                new Action.RunCommand(
                        new CallId("c"),
                        Action.Requester.MODEL,
                        List.of("/bin/bash", "-c", command),
                        WORKSPACE,
                        Map.of(),
                        Action.Terminal.PIPES,
                        0,
                        0,
                        Optional.of(new Action.Escalation(List.of(), "trust me", List.of())));
        Question question =
                new Question(
                        "q",
                        action.call(),
                        action,
                        "d",
                        new Decision.Ask(
                                "network.default",
                                new Origin(
                                        Origin.Layer.REQUIREMENTS,
                                        "/etc/cordon/requirements.toml",
                                        12),
                                "the host is not on the list",
                                List.of(capabilities)),
                        Map.of(),
                        List.of(Grant.Scope.values()),
                        Instant.MAX);
        return panel(question, Optional.empty());
    }

    private ApprovalPanel panel(Question question, Optional<PatchPreview> preview) {
        return new ApprovalPanel(
                question,
                columns -> ActionText.rows(question, preview, WORKSPACE, columns),
                () -> views++,
                replies::add);
    }

    private static ApprovalPanel heard(ApprovalPanel panel) {
        panel.shown(System.nanoTime() - ApprovalPanel.DEAF_NANOS);
        return panel;
    }

    private static String text(ApprovalPanel panel, int columns, int rows) {
        StringBuilder text = new StringBuilder();
        for (Line line : panel.rows(columns, rows)) {
            assertTrue(Rows.width(line) <= columns, line.text());
            text.append(line.text().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    @Test
    void saysWhatIsAskedWhyAndWhatAYesWouldRemember() {
        assertEquals(
                """
                ▌ Approval wanted
                ▌ Run:
                ▌ $ mvn deploy
                ▌   by /bin/bash -c
                ▌ wants to run outside the sandbox
                ▌ because the host is not on the list
                ▌ in /project
                ▌ rule network.default, /etc/cordon/requirements.toml:12
                ▌ the model says “trust me”
                ▌ y  yes, once · Tab  yes, with a comment
                ▌ or allow to connect to repo.example.org:443
                ▌ t  until this turn ends · s  in this session · p  always in this project
                ▌ ←→  allow something else, 1 of 2
                ▌ n  no · g  no, and say what to do instead
                ▌ Esc  no, and stop the turn · v  view everything
                """,
                text(panel("mvn deploy", EXACT, HOST, PREFIX), 100, 40));
    }

    @Test
    void keysThatWereTypedBeforeItCouldBeReadDoNotCount() {
        ApprovalPanel panel = panel("ls", EXACT, HOST);
        assertEquals(Panel.Outcome.STAYS, panel.take(Input.Press.character('y')));
        panel.shown(System.nanoTime());
        assertEquals(Panel.Outcome.STAYS, panel.take(Input.Press.character('y')));
        panel.hidden();
        assertFalse(panel.listens(Long.MAX_VALUE));
        assertEquals(List.of(), replies);
        assertEquals(Panel.Outcome.CLOSES, heard(panel).take(Input.Press.character('y')));
        assertEquals(1, replies.size());
    }

    @Test
    void aYesIsForThisActionAloneUnlessTheUserSaysMore() {
        heard(panel("ls", EXACT, HOST)).take(Input.Press.character('y'));
        heard(panel("ls", EXACT, HOST)).take(Input.Press.character('s'));
        ApprovalPanel other = heard(panel("ls", EXACT, HOST, PREFIX));
        other.take(Input.Press.of(Input.Name.RIGHT));
        other.take(Input.Press.character('p'));
        assertEquals(
                List.of(
                        new Answer.Approve("user", EXACT, Grant.Scope.ONCE),
                        new Answer.Approve("user", HOST, Grant.Scope.SESSION),
                        new Answer.Approve("user", PREFIX, Grant.Scope.PROJECT)),
                replies.stream().map(ApprovalPanel.Reply::answer).toList());
    }

    @Test
    void thereIsNoKeyThatAnswersByAccident() {
        ApprovalPanel panel = heard(panel("ls", EXACT, HOST));
        List<Input> accidents =
                List.of(
                        Input.Press.of(Input.Name.ENTER),
                        Input.Press.character(' '),
                        Input.Press.character('Y'),
                        Input.Press.control('y'),
                        Input.Press.alt('y'),
                        new Input.Paste("y", false),
                        new Input.Focus(true),
                        new Input.Report('y', ""));
        for (Input input : accidents) {
            assertEquals(Panel.Outcome.STAYS, panel.take(input), input.toString());
        }
        assertEquals(List.of(), replies);
    }

    @Test
    void withoutAGrantToGiveThereIsOnlyOnce() {
        ApprovalPanel panel = heard(panel("ls", EXACT));
        for (char key : "tsp".toCharArray()) {
            assertEquals(Panel.Outcome.STAYS, panel.take(Input.Press.character(key)));
        }
        assertFalse(text(panel, 80, 30).contains("this session"));
    }

    @Test
    void aNoMayCarryWhatToDoInsteadAndEscapeStops() {
        ApprovalPanel panel = heard(panel("ls", EXACT, HOST));
        panel.take(Input.Press.character('g'));
        "use the cache".chars().forEach(c -> panel.take(Input.Press.character(c)));
        assertEquals(Panel.Outcome.CLOSES, panel.take(Input.Press.of(Input.Name.ENTER)));
        heard(panel("ls", EXACT)).take(Input.Press.of(Input.Name.ESCAPE));
        assertEquals(
                List.of(
                        new Answer.Decline("user", Optional.of("use the cache")),
                        new Answer.Abort("user")),
                replies.stream().map(ApprovalPanel.Reply::answer).toList());
    }

    @Test
    void aCommentGoesWithAYesForOnce() {
        ApprovalPanel panel = heard(panel("ls", EXACT, HOST));
        panel.take(Input.Press.of(Input.Name.TAB));
        panel.take(new Input.Paste("but\nonly now", false));
        panel.take(Input.Press.of(Input.Name.ENTER));
        assertEquals(
                List.of(
                        new ApprovalPanel.Reply(
                                new Answer.Approve("user", EXACT, Grant.Scope.ONCE),
                                "but only now")),
                replies);
    }

    @Test
    void escapeInACommentGoesBackToTheQuestion() {
        ApprovalPanel panel = heard(panel("ls", EXACT));
        panel.take(Input.Press.of(Input.Name.TAB));
        panel.take(Input.Press.of(Input.Name.ESCAPE));
        assertEquals(List.of(), replies);
        assertTrue(text(panel, 80, 30).contains("y  yes, once"));
    }

    @Test
    void aLongCommandIsCutWithACountAndSeenWhole() {
        String command = "echo\n".repeat(500) + "rm -rf /";
        ApprovalPanel panel = heard(panel(command, EXACT));
        String shown = text(panel, 80, 40);
        assertTrue(
                shown.contains(
                        """
                        ▌   echo
                        ▌ … 495 more lines, press v to view
                        ▌   echo
                        ▌   rm -rf /
                        ▌   by /bin/bash -c
                        """),
                shown);
        assertTrue(shown.lines().count() < 20);
        panel.take(Input.Press.character('v'));
        assertEquals(1, views);
    }

    @Test
    void whatCannotBeSeenIsWrittenOut() {
        String shown =
                text(panel("a\u202eb\u200bc\u001b[2Jd\udb40\udc41\ufeff\r\u0000", EXACT), 80, 40);
        assertTrue(
                shown.contains("$ a\\u202eb\\u200bc\\x1b[2Jd\\u{e0041}\\ufeff\\r\\x00\n"), shown);
    }

    @Test
    void theAnswersStayOnTheSmallestScreen() {
        ApprovalPanel panel = panel("x\n".repeat(300), EXACT, HOST, PREFIX);
        for (int rows = 4; rows < 30; rows++) {
            String shown = text(panel, 40, rows);
            assertTrue(shown.lines().count() <= rows);
            assertTrue(shown.contains("Esc"), shown);
        }
    }

    @Test
    void whatIsToldAboutAnActionGoesBeforeTheAction() {
        String shown = text(panel("a\nb\nc\nrm -rf /", EXACT, HOST), 80, 11);
        assertEquals(
                """
                ▌ Approval wanted
                ▌ Run:
                ▌ $ a
                ▌ … 3 more lines, press v to view
                ▌   by /bin/bash -c
                ▌ wants to run outside the sandbox
                ▌ y  yes, once · Tab  yes, with a comment
                ▌ or allow to connect to repo.example.org:443
                ▌ t  until this turn ends · s  in this session · p  always in this project
                ▌ n  no · g  no, and say what to do instead
                ▌ Esc  no, and stop the turn · v  view everything
                """,
                shown);
    }

    @Test
    void whereTheActionDoesNotFitNobodyCanSayYes() {
        ApprovalPanel panel = heard(panel("a\nb\nc\nrm -rf /", EXACT, HOST));
        String shown = text(panel, 80, 9);
        assertTrue(shown.contains("make the window larger to say yes"), shown);
        assertFalse(shown.contains("yes, once"), shown);
        for (char key : "ytsp".toCharArray()) {
            assertEquals(Panel.Outcome.STAYS, panel.take(Input.Press.character(key)));
        }
        panel.take(Input.Press.of(Input.Name.TAB));
        panel.take(Input.Press.of(Input.Name.ENTER));
        assertEquals(List.of(), replies);
        text(panel, 80, 24);
        assertEquals(Panel.Outcome.CLOSES, panel.take(Input.Press.character('y')));
    }

    @Test
    void onANarrowScreenEveryKeyHasItsRow() {
        String shown = text(panel("ls", EXACT, HOST), 24, 40);
        assertTrue(
                shown.contains(
                        """
                        ▌ y  yes, once
                        ▌ Tab  yes, with a comm…
                        ▌ or allow to connect to
                        ▌ repo.example.org:443
                        ▌ t  until this turn en…
                        ▌ s  in this session
                        ▌ p  always in this pro…
                        """),
                shown);
    }

    @Test
    void aPatchIsJudgedByItsDifferenceWithNothingHidden() {
        Path file = WORKSPACE.resolve("pom.xml");
        Action.ApplyPatch patch =
                new Action.ApplyPatch(
                        new CallId("c"),
                        Action.Requester.MODEL,
                        List.of(
                                new Action.FileChange(
                                        file,
                                        Action.ChangeKind.UPDATE,
                                        Optional.empty(),
                                        Optional.of("d"),
                                        Optional.of("one\ntwo\u202e\nthree\n"))));
        Question question =
                new Question(
                        "q",
                        patch.call(),
                        patch,
                        "d",
                        new Decision.Ask(
                                "files.protected",
                                Origin.BUILT_IN,
                                "it is protected",
                                List.of(EXACT)),
                        Map.of(),
                        List.of(Grant.Scope.ONCE),
                        Instant.MAX);
        PatchPreview before = PatchPreview.of(patch, Map.of(file, "one\n2\nthree\n"));
        assertEquals(
                """
                ▌ Approval wanted
                ▌ Edit:
                ▌ Edited pom.xml (+1 -1)
                ▌ 1   one
                ▌ 2 - 2
                ▌ 2 + two\\u202e
                ▌ 3   three
                ▌ because it is protected
                ▌ rule files.protected, built-in
                ▌ y  yes, once · Tab  yes, with a comment
                ▌ n  no · g  no, and say what to do instead
                ▌ Esc  no, and stop the turn · v  view everything
                """,
                text(panel(question, Optional.of(before)), 80, 30));
        String unknown =
                text(panel(question, Optional.of(PatchPreview.of(patch, Map.of()))), 80, 30);
        assertTrue(unknown.contains("▌ change pom.xml\n▌ --- pom.xml\n▌ one\n"), unknown);
    }

    @Test
    void aLineThatLooksLikeTheEndOfThePanelStandsBehindItsMark() {
        String shown = text(panel("true\n▌ y  yes, once", EXACT), 80, 40);
        assertTrue(shown.contains("▌   ▌ y  yes, once\n"), shown);
    }
}
