package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The UI as lines: what is typed goes in, what is read out comes out.
class PlainUiTest {
    @TempDir private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final List<Op> ops = new ArrayList<>();
    private final List<Boolean> echo = new ArrayList<>();
    private final PlainAsking asking =
            new PlainAsking(Path.of("/p"), out, ops::add, echo::add, _ -> Optional.empty());

    private String seen() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Question question(String id) {
        return new Question(
                id,
                new CallId("c"),
                new Action.Connect(
                        new CallId("c"),
                        "example.org",
                        443,
                        "",
                        Optional.empty(),
                        Optional.empty()),
                "digest",
                new Decision.Ask(
                        "network.ask",
                        Origin.BUILT_IN,
                        "the host is not known",
                        List.of(new Capability.Host("example.org", 443))),
                Map.of(),
                List.of(Grant.Scope.ONCE, Grant.Scope.SESSION, Grant.Scope.PROJECT),
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private Answer answers(String line) {
        asking.asked(question("q"));
        assertTrue(asking.take(line));
        Answer answer = ((Op.Reply) ops.getLast()).answer();
        asking.answered("q");
        return answer;
    }

    @Test
    void everyAnswerOfThePanelCanBeSaidInWords() {
        Capability host = new Capability.Host("example.org", 443);
        assertEquals(new Answer.Approve("user", host, Grant.Scope.ONCE), answers("yes"));
        assertEquals(new Answer.Approve("user", host, Grant.Scope.SESSION), answers("session"));
        assertEquals(new Answer.Approve("user", host, Grant.Scope.PROJECT), answers("project 1"));
        assertEquals(new Answer.Decline("user", Optional.empty()), answers("no"));
        assertEquals(
                new Answer.Decline("user", Optional.of("use the mirror")),
                answers("no use the mirror"));
        assertEquals(new Answer.Abort("user"), answers("stop"));
        assertTrue(seen().contains("session: in this session, connect to example.org:443"));
    }

    @Test
    void aLineThatIsNoAnswerAnswersNothing() {
        asking.asked(question("q"));
        for (String line : List.of("", "y", "yes please", "turn", "session 2", "project x")) {
            assertTrue(asking.take(line));
        }
        assertEquals(List.of(), ops);
        assertEquals("answer> ", asking.prompt());
    }

    @Test
    void twoQuestionsAreReadOneAfterTheOther() {
        asking.asked(question("q1"));
        asking.asked(question("q2"));
        assertEquals(2, seen().split("Approval wanted", -1).length);
        asking.take("no");
        assertEquals(3, seen().split("Approval wanted", -1).length);
        asking.take("yes");
        assertEquals(
                List.of("q1", "q2"), ops.stream().map(op -> ((Op.Reply) op).questionId()).toList());
        assertEquals("", asking.prompt());
    }

    @Test
    void aListHasNumbersAndAnEmptyLineGoesBack() {
        List<String> chosen = new ArrayList<>();
        Picker picker =
                new Picker(
                        "Which theme?",
                        List.of(
                                new Picker.Choice("d", "dark", "for the night"),
                                new Picker.Choice("l", "light", "")),
                        choice -> chosen.add(choice.value()));
        picker.say(asking);
        assertTrue(seen().contains("Which theme?\n1. dark: for the night\n2. light\n"), seen());
        asking.take("7");
        asking.take("2");
        picker.say(asking);
        asking.take("");
        assertEquals(List.of("l"), chosen);
        assertEquals("", asking.prompt());
    }

    @Test
    void aKeyIsTypedWithoutAnEcho() {
        List<String> keys = new ArrayList<>();
        new EntryPanel("The key", EntryPanel.Shown.HIDDEN, "", keys::add, () -> keys.add("left"))
                .say(asking);
        assertEquals(List.of(false), echo);
        asking.take("sk-1");
        assertEquals(List.of(false, true), echo);
        assertEquals(List.of("sk-1"), keys);
        assertTrue(!seen().contains("sk-1"));
    }

    @Test
    void whatTheModelAsksIsAnsweredWithNumbersAndWords() {
        List<InputQuestion.Reply> replies = new ArrayList<>();
        InputPanel panel =
                new InputPanel(
                        new Event.InputRequested(
                                "r",
                                new CallId("c"),
                                List.of(
                                        new InputQuestion(
                                                "db",
                                                "Database",
                                                "Which one?",
                                                List.of(
                                                        new InputQuestion.Choice("SQLite", "small"),
                                                        new InputQuestion.Choice("Other", ""))),
                                        new InputQuestion("why", "Why", "Why that?", List.of()))),
                        replies::addAll);
        panel.say(asking);
        asking.take("1");
        asking.take("1");
        asking.take("it is small");
        assertEquals(
                List.of(
                        new InputQuestion.Reply("db", List.of("SQLite")),
                        new InputQuestion.Reply("why", List.of("it is small"))),
                replies);
    }

    /// The whole UI with a session that never opens.
    ///
    /// @param script what is waited for and what is typed then, in turn; the input ends when
    ///   something stands behind the last of them
    private String run(String... script) {
        UiParts parts =
                new UiParts(
                        folder,
                        folder,
                        Map.of("TERM", "dumb"),
                        (_, _, _) -> never(),
                        new FixedReports(folder),
                        new NothingToAsk(),
                        new SessionOpener.Start.Fresh(),
                        List.of(),
                        "1",
                        List.of());
        Terminal terminal = new Terminal(List.of(script));
        int code = new PlainUi(parts, terminal.screen(), echo::add).run(terminal);
        assertEquals(0, code);
        return terminal.seen();
    }

    private static SessionOpener.Opened never() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("never");
    }

    /// Types a line when what is waited for stands on the screen.
    private static final class Terminal extends InputStream {
        private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
        private final List<String> script;
        private int read;

        Terminal(List<String> script) {
            this.script = new ArrayList<>(script);
        }

        PrintStream screen() {
            OutputStream out =
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            write(new byte[] {(byte) b}, 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int from, int count) {
                            synchronized (Terminal.this) {
                                screen.write(bytes, from, count);
                                Terminal.this.notifyAll();
                            }
                        }
                    };
            return new PrintStream(out, true, StandardCharsets.UTF_8);
        }

        synchronized String seen() {
            return screen.toString(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("lines only");
        }

        @Override
        public synchronized int read(byte[] buffer, int from, int count) throws IOException {
            String awaited = script.isEmpty() ? "\n" : script.removeFirst();
            long end = System.nanoTime() + 30_000_000_000L;
            try {
                while (seen().indexOf(awaited, read) < 0 && System.nanoTime() < end) {
                    wait(1000);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            read = Math.max(read, seen().indexOf(awaited, read)) + awaited.length();
            if (script.isEmpty()) {
                return -1;
            }
            byte[] line = (script.removeFirst() + "\n").getBytes(StandardCharsets.UTF_8);
            System.arraycopy(line, 0, buffer, from, line.length);
            return line.length;
        }
    }

    /// Commands that only ask the session, which never opens here.
    private static final String BEGUN = "Ctrl-C interrupts.\n";

    private static final List<String> SILENT = List.of("compact", "new", "init");

    @Test
    void everyCommandWorksInLinesOrSaysWhyNot() {
        for (SlashCommand command : SlashCommands.all(new FixedReports(folder))) {
            if (command.name().equals("quit") || SILENT.contains(command.name())) {
                continue;
            }
            String seen = run(BEGUN, "/" + command.name());
            String said = seen.substring(seen.indexOf(BEGUN) + BEGUN.length()).strip();
            assertTrue(!said.isEmpty(), "/" + command.name() + " said nothing");
            assertTrue(!said.contains("There is no command"), said);
        }
    }

    @Test
    void anUnknownCommandIsSaidToBeNone() {
        assertTrue(run(BEGUN, "/nothing").contains("Failed: There is no command /nothing;"));
    }

    @Test
    void aListOfACommandIsChosenFromByNumber() {
        assertTrue(
                run(BEGUN, "/theme", "goes back.", "2").contains("Failed: lines have no colours"));
        assertTrue(run(BEGUN, "/review", "goes back.", "2").contains("Draft: /review base"));
    }

    /// A user who has answered everything.
    private static final class NothingToAsk implements FirstRun {
        @Override
        public Needs needs() {
            return new Needs(List.of(), Optional.empty());
        }

        @Override
        public void use(String provider, String key, String model) {
            throw new IllegalStateException("nothing was asked");
        }

        @Override
        public void useNone() {
            throw new IllegalStateException("nothing was asked");
        }

        @Override
        public void trust(Trust answer) {
            throw new IllegalStateException("nothing was asked");
        }
    }
}
