package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetupFlowTest {
    private static final FirstRun.Provider OPENAI =
            new FirstRun.Provider("openai", "OpenAI", List.of("OPENAI_API_KEY"), "gpt-5.5");
    private static final FirstRun.Project PROJECT =
            new FirstRun.Project(
                    Path.of("/p"), List.of(".cordon/config.toml"), "nobody was asked yet");

    private final List<String> kept = new ArrayList<>();
    private FirstRun.Needs needs = new FirstRun.Needs(List.of(OPENAI), Optional.of(PROJECT));

    private final FirstRun firstRun =
            new FirstRun() {
                @Override
                public Needs needs() {
                    return needs;
                }

                @Override
                public void use(String provider, String key, String model) {
                    if (key.equals("bad")) {
                        throw new IllegalStateException("the key cannot be kept");
                    }
                    kept.add("use " + provider + " " + key + " " + model);
                }

                @Override
                public void useNone() {
                    kept.add("none");
                }

                @Override
                public void trust(Trust answer) {
                    kept.add("trust " + answer);
                }
            };

    /// Answers the panels with keys as they open; an opened session is written down.
    private final class Person {
        private final RecordingUi ui =
                new RecordingUi(Path.of("/p"), new FixedReports(Path.of("/h")));
        private final List<String> screens = new ArrayList<>();

        List<String> answers(String... keys) {
            List<String> left = new ArrayList<>(List.of(keys));
            SessionOpener opener =
                    (_, _, _) -> {
                        kept.add("opened");
                        throw new IllegalStateException("no session in a test");
                    };
            SetupFlow flow =
                    new SetupFlow(
                            opener,
                            firstRun,
                            ui,
                            work -> {
                                work.run();
                                while (!left.isEmpty() && ui.panel.isPresent()) {
                                    Panel panel = ui.panel.get();
                                    screens.add(
                                            String.join(
                                                    "\n",
                                                    panel.rows(60, 20).stream()
                                                            .map(Line::text)
                                                            .toList()));
                                    press(panel, left.removeFirst());
                                }
                            });
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            flow.open(
                                    new SessionOpener.Start.Fresh(),
                                    _ -> {
                                        throw new AssertionError("nobody asks");
                                    },
                                    _ -> {}));
            return kept;
        }

        private void press(Panel panel, String key) {
            switch (key) {
                case "enter" -> panel.take(Input.Press.of(Input.Name.ENTER));
                case "down" -> panel.take(Input.Press.of(Input.Name.DOWN));
                case "esc" -> panel.take(Input.Press.of(Input.Name.ESCAPE));
                case "ctrl-c" -> panel.cancelled();
                default -> panel.take(new Input.Paste(key, false));
            }
        }
    }

    @Test
    void theFirstRunEndsInASessionWithAKeyAndAnAnswerAboutTheProject() {
        assertEquals(
                List.of("use openai sk-1 gpt-5.5", "trust YES", "opened"),
                new Person().answers("enter", "sk-1", "enter", "enter", "down", "enter"));
    }

    @Test
    void aServerOnThisMachineNeedsAModelAndNoKey() {
        FirstRun.Provider ollama = new FirstRun.Provider("ollama", "Ollama", List.of(), "");
        needs = new FirstRun.Needs(List.of(OPENAI, ollama), Optional.empty());
        assertEquals(
                List.of("use ollama  qwen3-coder", "opened"),
                new Person().answers("down", "enter", "qwen3-coder", "enter"));
    }

    @Test
    void aKeyIsNeverShown() {
        Person person = new Person();
        person.answers("enter", "sk-secret", "enter", "enter", "enter");
        assertTrue(person.screens.stream().anyMatch(s -> s.contains("•••")));
        assertFalse(person.screens.stream().anyMatch(s -> s.contains("sk-secret")));
    }

    @Test
    void withoutAModelWorkGoesOnWithTheRepairEngine() {
        needs = new FirstRun.Needs(List.of(OPENAI), Optional.empty());
        assertEquals(List.of("none", "opened"), new Person().answers("down", "enter"));
    }

    @Test
    void whatIsLeftWithEscapeIsNotKeptAndStopsNothing() {
        assertEquals(List.of("opened"), new Person().answers("esc", "esc"));
        kept.clear();
        assertEquals(List.of("opened"), new Person().answers("enter", "esc", "ctrl-c"));
    }

    @Test
    void aKeyThatCannotBeKeptIsSaidAndTheNextQuestionFollows() {
        Person person = new Person();
        assertEquals(
                List.of("trust NO", "opened"),
                person.answers("enter", "bad", "enter", "enter", "enter"));
        assertTrue(person.ui.log().contains("fail the key cannot be kept"));
    }

    @Test
    void whenEverythingIsKnownNothingIsAsked() {
        needs = new FirstRun.Needs(List.of(), Optional.empty());
        assertEquals(List.of("opened"), new Person().answers());
    }
}
