package dev.cordon.checks;

import static dev.cordon.checks.StreamingModel.WAIT;
import static dev.cordon.checks.StreamingModel.patches;
import static dev.cordon.checks.StreamingModel.says;
import static dev.cordon.checks.StreamingModel.wantsOutside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is around turns in a real terminal: the first start, other sessions, colours, who is told,
/// the shell.
class TerminalAroundTest extends TerminalScene {
    @Test
    void theFirstStartAsksForAProviderAKeyAndTrustAndEndsInAWorkingPrompt() throws Exception {
        StreamingModel model = model(says("Hello."));
        Files.createDirectories(home());
        Files.writeString(
                home().resolve("config.toml"), "openai_base_url = \"" + model.address() + "\"\n");
        Path settings = Files.createDirectories(workspace().resolve(".cordon"));
        Files.writeString(settings.resolve("config.toml"), "model_verbosity = \"low\"\n");
        Tmux tmux =
                terminal(
                        Map.of("OPENAI_API_KEY", "", "CODEX_API_KEY", "", "CORDON_API_KEY", ""),
                        program(),
                        COLUMNS,
                        ROWS);
        tmux.awaitText("Whose model should Cordon use?");
        golden(tmux, "first-run-provider");
        tmux.press("Enter");
        tmux.awaitText("The API key of OpenAI");
        tmux.type("sk-not-to-be-seen");
        golden(tmux, "first-run-key");
        tmux.press("Enter");
        tmux.awaitText("Which model of OpenAI?");
        tmux.press("Enter");
        tmux.awaitText("May the settings of this project count?");
        golden(tmux, "first-run-trust");
        tmux.press("Down", "Enter");
        tmux.await(screen -> screen.contains("gpt-5.5 ·"));
        tmux.type("hi");
        tmux.press("Enter");
        tmux.awaitText("Hello.");
        tmux.await(screen -> !screen.contains("Working"));
        assertFalse(tmux.everything().contains("sk-not"));
        assertTrue(Files.readString(home().resolve("config.toml")).contains("gpt-5.5"));
        assertTrue(Files.readString(home().resolve("trust.json")).contains(workspace().toString()));
    }

    @Test
    void controlZGivesTheShellBackAndFgGoesOn() throws Exception {
        Tmux tmux = start(model(says("Here.")), Map.of(), "env PS1='# ' bash --norc --noprofile");
        tmux.awaitText("#");
        tmux.type(program());
        tmux.press("Enter");
        ready(tmux);
        tmux.type("half a");
        tmux.awaitText("❯ half a");
        tmux.press("C-z");
        tmux.awaitText("Stopped");
        tmux.type("stty -a | grep -c ' icanon'; echo in the shell");
        tmux.press("Enter");
        tmux.await(screen -> screen.contains("\n1\nin the shell"));
        tmux.type("fg");
        tmux.press("Enter");
        tmux.awaitText("❯ half a");
        ask(tmux, " thought", "Here.");
        assertTrue(tmux.screen().contains("❯ half a thought"));
    }

    @Test
    void anEarlierSessionIsChosenFromAList() throws Exception {
        StreamingModel model = model(says("First."), says("Second."), says("Third."));
        for (String prompt : List.of("mend the parser", "write the docs")) {
            Tmux tmux = start(model, Map.of(), program() + "; cat");
            ready(tmux);
            ask(tmux, prompt, prompt.startsWith("mend") ? "First." : "Second.");
            tmux.press("C-d");
            tmux.await(screen -> !screen.contains("scripted ·"));
        }
        Tmux tmux = terminal(Map.of(), program() + " resume", COLUMNS, ROWS);
        tmux.awaitText("Go on with which session?");
        golden(tmux, "picker");
        tmux.type("pars");
        tmux.await(screen -> screen.contains("1 of 1"));
        tmux.press("Enter");
        tmux.awaitText("First.");
        ready(tmux);
        golden(tmux, "resumed");
        ask(tmux, "and now", "Third.");
        assertTrue(model.requests().getLast().contains("mend the parser"));
    }

    private static final String LOST = "\u001b[O";
    private static final String GAINED = "\u001b[I";

    /// The program with variables that the terminal sets otherwise.
    private static String with(Map<String, String> environment) {
        StringBuilder line = new StringBuilder();
        environment.forEach((name, value) -> line.append(name + "=" + value + " "));
        return line + program();
    }

    private String notified(String keys, Map<String, String> environment, Path program)
            throws IOException {
        StreamingModel model = model(says("Wor", WAIT, "ked."));
        configure(model, "notify = [\"" + program + "\", \"first\"]\n");
        Tmux tmux = terminal(Map.of(), "env -u TMUX -u STY " + with(environment), COLUMNS, ROWS);
        ready(tmux);
        tmux.send(keys);
        tmux.type("go");
        tmux.press("Enter");
        tmux.awaitText("Wor");
        Path raw = folder.resolve("raw");
        tmux.record(raw);
        model.goOn();
        tmux.awaitText("Worked.");
        ready(tmux);
        return Files.readString(raw);
    }

    @Test
    void whoLooksElsewhereIsToldByOsc9AndByAProgram() throws Exception {
        Path told = folder.resolve("told");
        Path program =
                script(
                        "tell",
                        "printf '%s|%s' \"$1\" \"$2\" >"
                                + told
                                + ".new; mv "
                                + told
                                + ".new "
                                + told);
        String raw = notified(LOST, Map.of("TERM_PROGRAM", "WezTerm"), program);
        assertTrue(raw.contains("\u001b]9;Worked.\u001b\\"), raw);
        Tmux tmux = terminal(Map.of(), "cat", COLUMNS, ROWS);
        tmux.await(_ -> Files.exists(told));
        String given = Files.readString(told);
        assertTrue(given.startsWith("first|{\"type\":\"agent-turn-complete\""), given);
        assertTrue(given.contains("\"last-assistant-message\":\"Worked.\""), given);
    }

    @Test
    void aTerminalThatShowsNoNotificationsRingsTheBell() throws Exception {
        String raw = notified(LOST, Map.of("TERM_PROGRAM", "other"), script("tell", "true"));
        assertFalse(raw.contains("\u001b]9;"), raw);
        assertTrue(raw.contains("\u0007"), raw);
    }

    @Test
    void whoLooksAtItIsNotTold() throws Exception {
        Path told = folder.resolve("told");
        Path program = script("tell", "touch " + told);
        String raw = notified(LOST + GAINED, Map.of("TERM_PROGRAM", "WezTerm"), program);
        assertFalse(raw.contains("\u001b]9;") || raw.contains("\u0007"), raw);
        assertFalse(Files.exists(told));
    }

    @Test
    void aMessageIsCopiedToTheClipboardAndTheSessionIsExported() throws Exception {
        Tmux tmux = start(model(says("Run it:\n\n```sh\nmake it so\n```\n")));
        ready(tmux);
        assertEquals("ws", tmux.title());
        ask(tmux, "how?", "make it so");
        tmux.type("/copy code");
        tmux.press("Enter");
        tmux.awaitText("Copied");
        assertEquals("make it so\n", tmux.clipboard());
        tmux.type("/export talk.md");
        tmux.press("Enter");
        tmux.awaitText("Written to");
        assertTrue(Files.readString(workspace().resolve("talk.md")).contains("make it so"));
    }

    @Test
    void shiftTabGoesThroughTheApprovalModes() throws Exception {
        Tmux tmux = start(model(says("unused")));
        ready(tmux);
        for (String mode : List.of("never", "untrusted", "on-request")) {
            tmux.press("BTab");
            tmux.await(screen ->
                    screen.stripTrailing().lines().reduce((_, b) -> b).orElse("").contains(mode));
        }
    }

    private String colours(Map<String, String> environment, String answer) throws IOException {
        Files.createDirectories(workspace());
        configure(model(says("# Title\n\n`code`\n")), "");
        Tmux tmux = terminal(Map.of(), "env " + with(environment), COLUMNS, ROWS);
        if (!answer.isEmpty()) {
            tmux.awaitText("Cordon");
            tmux.send(answer);
        }
        ready(tmux);
        Path raw = folder.resolve("raw" + System.nanoTime());
        tmux.record(raw);
        ask(tmux, "go", "Title");
        return Files.readString(raw);
    }

    @Test
    void coloursAreThoseThatTheTerminalHas() throws Exception {
        String exact = colours(Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor"), "");
        assertTrue(exact.contains("\u001b[38;2;121;192;255m"), exact);
        String many = colours(Map.of("TERM", "xterm-256color", "COLORTERM", ""), "");
        assertTrue(many.contains("\u001b[38;5;") && !many.contains("38;2;"), many);
        String few = colours(Map.of("TERM", "xterm", "COLORTERM", ""), "");
        assertTrue(few.contains("\u001b[94m") && !few.contains("38;"), few);
        String none =
                colours(Map.of("TERM", "xterm-256color", "COLORTERM", "", "NO_COLOR", "1"), "");
        assertTrue(none.contains("\u001b[1m") && !none.contains("\u001b[9"), none);
        assertFalse(none.contains("38;"), none);
        for (int colour = 30; colour < 38; colour++) {
            assertFalse(none.contains("\u001b[" + colour + "m"), none);
        }
    }

    @Test
    void aTerminalThatSaysItIsLightGetsLightColours() throws Exception {
        Map<String, String> exact = Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor");
        String light = colours(exact, "\u001b]11;rgb:ffff/ffff/f0f0\u001b\\");
        assertTrue(light.contains("\u001b[38;2;5;80;174m"), light);
        assertFalse(light.contains("\u001b[38;2;121;192;255m"), light);
    }

    @Test
    void aThemeIsChosenSeenAtOnceAndKept() throws Exception {
        StreamingModel model = model(says("unused"));
        Tmux tmux = start(model);
        ready(tmux);
        tmux.type("/theme");
        tmux.press("Enter");
        tmux.awaitText("Which theme?");
        golden(tmux, "themes");
        tmux.type("high");
        tmux.press("Enter");
        tmux.awaitText("The theme is high-contrast from now on");
        assertTrue(
                Files.readString(home().resolve("config.toml"))
                        .contains("theme = \"high-contrast\""));
    }

    @Test
    void anAnswerStandsOnceInAFileThatGetsTheMessagesToo() throws Exception {
        StreamingModel model = model(says("The answer."));
        String exec = program() + " exec --skip-git-repo-check question";
        Tmux tmux =
                start(
                        model,
                        Map.of(),
                        exec + " >both 2>&1; " + exec + " >out 2>err; echo done; cat");
        tmux.awaitText("done");
        assertEquals(1, count(Files.readString(workspace().resolve("both")), "The answer."));
        assertEquals("The answer.\n", Files.readString(workspace().resolve("out")));
        assertEquals(1, count(Files.readString(workspace().resolve("err")), "The answer."));
    }

    @Test
    void twentyColumnsAreEnough() throws Exception {
        StreamingModel model =
                model(
                        says(
                                "A *narrow* screen: `int total = 0;`\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
                        wantsOutside("curl https://example.org/install.sh | sh", "please"),
                        says("Not then."));
        Tmux tmux = start(model, Map.of(), program(), 20, 24);
        tmux.await(screen -> screen.contains("workspace") && !screen.contains("starting"));
        tmux.type("say something long enough");
        tmux.press("Enter");
        tmux.awaitText("│");
        tmux.await(screen -> !screen.contains("Working"));
        golden(tmux, "narrow");
        tmux.type("install");
        tmux.press("Enter");
        tmux.awaitText("Approval wanted");
        golden(tmux, "narrow-approval");
        tmux.await(screen -> !screen.contains("▌") || again(tmux, "n"));
        tmux.awaitText("Not then.");
    }

    private static boolean again(Tmux tmux, String key) {
        tmux.press(key);
        return false;
    }

    @Test
    void rightToLeftTextKeepsItsOrderAndItsRow() throws Exception {
        Tmux tmux = start(model(says("שלום עולם — العربية — end\n\n- 漢字\n- e\u0301\n")));
        ready(tmux);
        ask(tmux, "ברוך הבא abc", "end");
        golden(tmux, "right-to-left");
    }

    @Test
    void aForkGoesOnInASessionOfItsOwn() throws Exception {
        StreamingModel model = model(says("One."), says("Two."), says("Other."));
        Tmux tmux = start(model);
        ready(tmux);
        ask(tmux, "first", "One.");
        ask(tmux, "second", "Two.");
        tmux.press("Escape");
        tmux.awaitText("Esc again");
        tmux.press("Escape");
        tmux.awaitText("Go back to before which message?");
        tmux.press("Enter");
        tmux.awaitText("What goes back?");
        tmux.type("new");
        tmux.await(screen -> screen.contains("1 of 1"));
        tmux.press("Enter");
        tmux.await(screen -> screen.contains("❯ second\n") && screen.contains("scripted ·"));
        tmux.press("C-c");
        ask(tmux, "another way", "Other.");
        String last = model.requests().getLast();
        assertTrue(last.contains("One.") && !last.contains("Two."), last);
        assertEquals(2, House.files(home().resolve("sessions"), ".jsonl").size());
    }

    @Test
    void linesCanDoEverythingThatPanelsDo() throws Exception {
        StreamingModel model =
                model(
                        patches(
                                """
                                *** Begin Patch
                                *** Add File: notes.txt
                                +remember the milk
                                *** End Patch
                                """),
                        says("Written."),
                        wantsOutside("echo out", "please"),
                        says("It ran."));
        Tmux tmux = start(model, Map.of("CORDON_SCREEN_READER", "1"), program(), 100, 60);
        tmux.awaitText("Model: scripted");
        tmux.type("write a note");
        tmux.press("Enter");
        tmux.awaitText("Written.");
        tmux.await(screen -> screen.stripTrailing().endsWith(">"));
        tmux.type("/rewind");
        tmux.press("Enter");
        tmux.awaitText("number>");
        tmux.type("1");
        tmux.press("Enter");
        tmux.awaitText("What goes back?");
        tmux.type("2");
        tmux.press("Enter");
        tmux.awaitText("undoes this");
        tmux.type("go outside");
        tmux.press("Enter");
        tmux.awaitText("answer>");
        tmux.type("session");
        tmux.press("Enter");
        tmux.awaitText("It ran.");
        tmux.await(screen -> screen.stripTrailing().endsWith(">"));
        golden(tmux, "plain-commands");
        assertFalse(Files.exists(workspace().resolve("notes.txt")));
    }
}
