package dev.cordon.checks;

import static dev.cordon.checks.StreamingModel.WAIT;
import static dev.cordon.checks.StreamingModel.runs;
import static dev.cordon.checks.StreamingModel.says;
import static dev.cordon.checks.StreamingModel.wantsOutside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Sessions that outlive their terminal, in real terminals that really close.
@EnabledIf(value = "tmux", disabledReason = "there is no tmux on this machine")
class DetachedSessionTest {
    private static final long LOOK_NANOS = 50_000_000;
    private static final long DEADLINE_SECONDS = 60;

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int terminals;

    static boolean tmux() {
        return Tmux.present();
    }

    @AfterEach
    void close() throws Exception {
        host().ifPresent(ProcessHandle::destroyForcibly);
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private static String program() {
        String given = System.getProperty("cordon.program", "");
        return given.isEmpty() ? House.root().resolve("dist/bin/cordon").toString() : given;
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path workspace() {
        return folder.resolve("ws");
    }

    private StreamingModel model(StreamingModel.Answer... answers) throws IOException {
        StreamingModel model = new StreamingModel(List.of(answers));
        open.add(model);
        Files.createDirectories(home());
        Files.createDirectories(workspace().resolve(".git"));
        Files.writeString(workspace().resolve(".git/HEAD"), "ref: refs/heads/main\n");
        Files.writeString(
                home().resolve("config.toml"),
                """
                model = "scripted"
                model_provider = "scripted"
                model_context_window = 200000

                [model_providers.scripted]
                base_url = "%s"
                wire_api = "responses"

                [projects."%s"]
                trust_level = "trusted"
                """
                        .formatted(model.address(), workspace()));
        return model;
    }

    private Map<String, String> environment() {
        return Map.of(
                "CORDON_HOME",
                home().toString(),
                "HOME",
                folder.toString(),
                "LC_ALL",
                "C.UTF-8",
                "PS1",
                "shell> ");
    }

    /// A terminal of its own, with a server of its own: closing it hangs up on the program.
    private Tmux terminal(String arguments) throws IOException {
        Path own = Files.createDirectories(folder.resolve("t" + ++terminals));
        Tmux tmux =
                new Tmux(
                        own,
                        80,
                        24,
                        environment(),
                        "cd " + workspace() + " && " + program() + " " + arguments);
        open.add(tmux);
        return tmux;
    }

    private static void ready(Tmux tmux) {
        tmux.await(screen -> screen.contains("scripted ·") && !screen.contains("Working"));
    }

    private static void send(Tmux tmux, String text) {
        tmux.type(text);
        tmux.press("Enter");
    }

    /// Waits until a session is listed so, or none is.
    private void awaitListed(String state, boolean there) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (cordon("sessions", "list").contains(state) != there) {
            assertTrue(System.nanoTime() < end, "never was so: " + state + " " + there);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static void await(BooleanSupplier wanted, String what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!wanted.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// The session host of this test's home.
    private Optional<ProcessHandle> host() {
        String wanted = "CORDON_HOME=" + home();
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    Path proc = Path.of("/proc", Long.toString(process.pid()));
                    return text(proc.resolve("cmdline")).contains("\0--session-host\0")
                            && text(proc.resolve("environ")).contains(wanted);
                })
                .findFirst();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    /// Runs a command that needs no terminal.
    private String cordon(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(workspace().toFile());
        builder.environment().putAll(environment());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void aTurnGoesOnWhenTheTerminalClosesAndIsShownAsItIs() throws Exception {
        StreamingModel model =
                model(
                        runs("echo made > made.txt; echo it is made"),
                        says("First half, ", WAIT, "second half."));
        Tmux first = terminal("--detach");
        ready(first);
        send(first, "make it");
        first.awaitText("First half,");
        first.hangUp();

        assertTrue(cordon("sessions", "list").contains("background, working"));
        Tmux second = terminal("attach");
        String screen = second.awaitText("First half,");
        assertTrue(screen.contains("make it"), screen);
        assertTrue(screen.contains("it is made"), screen);
        assertTrue(screen.contains("Working"), screen);
        second.hangUp();

        model.goOn();
        awaitListed("background, idle", true);
        Tmux third = terminal("attach");
        ready(third);
        screen = third.awaitText("First half, second half.");
        assertEquals(1, occurrences(third.everything(), "First half, second half."));
        assertEquals("made\n", Files.readString(workspace().resolve("made.txt")));
        send(third, "again");
        third.await(s -> occurrences(s, "First half,") == 2);
        model.goOn();
    }

    private static int occurrences(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }

    @Test
    void aQuestionAskedWhileNobodyLooksIsAnsweredByWhoComesBack() throws Exception {
        StreamingModel model =
                model(
                        says("Wait. ", WAIT, "Now."),
                        wantsOutside("touch " + folder.resolve("outside"), "to see"),
                        says("It was allowed."));
        Tmux first = terminal("--detach");
        ready(first);
        send(first, "go");
        first.awaitText("Wait.");
        send(first, "and then make a file outside");
        first.hangUp();
        model.goOn();
        awaitListed("background, asks", true);
        assertFalse(Files.exists(folder.resolve("outside")), "it did not wait for an answer");

        // `resume` of a session that runs attaches to it.
        Tmux second = terminal("resume --last");
        second.awaitText("touch");
        second.awaitText("outside the sandbox");
        second.await(screen -> screen.contains("It was allowed.") || pressAgain(second, "y"));
        assertTrue(Files.exists(folder.resolve("outside")));
    }

    /// Keys do not count right after the panel appeared.
    private static boolean pressAgain(Tmux tmux, String key) {
        tmux.press(key);
        return false;
    }

    @Test
    void quittingLeavesTheSessionAndStoppingEndsIt() throws Exception {
        model(says("Hello."));
        Tmux first = terminal("--detach hello; echo code $?; exec cat");
        first.awaitText("Hello.");
        ready(first);
        send(first, "/quit");
        String told = first.awaitText("The session goes on. cordon attach");
        assertTrue(told.contains("cordon sessions stop"), told);
        first.awaitText("code 0");
        ProcessHandle host = host().orElseThrow();

        String id = cordon("sessions", "list", "--json").split("\"id\":\"", -1)[1].substring(0, 36);
        String refused = cordon("exec", "--skip-git-repo-check", "resume", id, "more");
        assertTrue(refused.contains("is open in process " + host.pid()), refused);
        assertTrue(refused.contains("cordon attach " + id), refused);

        cordon("sessions", "stop", id.substring(0, 18));
        assertFalse(cordon("sessions", "list").contains("background"));
        assertTrue(host.onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS) != null);
    }

    @Test
    void aKilledHostTakesItsCommandsAlongAndLosesNothingThatWasShown() throws Exception {
        model(runs("echo running > started; exec sleep 987654"), says("Never."));
        Tmux first = terminal("--detach");
        ready(first);
        send(first, "run for long");
        await(() -> Files.exists(workspace().resolve("started")), "the command did not start");
        assertTrue(sleeps() > 0, "the control: the command runs");

        host().orElseThrow().destroyForcibly();

        String screen = first.awaitText("The session host is gone");
        assertTrue(screen.contains("cordon resume"), screen);
        await(() -> sleeps() == 0, "the command outlived its host");
        first.hangUp();
        Tmux second = terminal("resume --last");
        ready(second);
        second.awaitText("run for long");
    }

    private static long sleeps() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        text(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                                .equals("sleep\0" + "987654\0"))
                .count();
    }

    @Test
    void withoutDetachClosingTheTerminalEndsTheSession() throws Exception {
        StreamingModel model = model(says("Half ", WAIT, "whole."));
        Tmux first = terminal("");
        ready(first);
        send(first, "go");
        first.awaitText("Half");
        first.hangUp();
        awaitListed("open in", false);
        assertEquals(Optional.empty(), host());
        model.goOn();
    }
}
