package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.tui.Notifier.Focus;
import dev.cordon.tui.Notifier.Kind;
import dev.cordon.tui.UiSettings.Notifications;
import dev.cordon.tui.UiSettings.When;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotifierTest {
    private final List<String> told = new ArrayList<>();

    private void tell(
            Notifications how,
            When when,
            List<String> program,
            Map<String, String> environment,
            Focus focus) {
        new Notifier(
                        new UiSettings(Optional.empty(), how, when, program, Optional.empty()),
                        environment,
                        told::add,
                        command -> told.add(String.join(" ", command)))
                .tell(
                        new Notifier.Message(
                                Kind.TURN_ENDED,
                                "Done\u001b]0;x\u0007.\nMore",
                                "s1",
                                Path.of("/p")),
                        focus);
    }

    @Test
    void whoLooksIsNotTold() {
        tell(Notifications.BELL, When.UNFOCUSED, List.of("p"), Map.of(), Focus.HERE);
        assertEquals(List.of(), told);
        tell(Notifications.BELL, When.ALWAYS, List.of(), Map.of(), Focus.HERE);
        assertEquals(List.of("\u0007"), told);
    }

    @Test
    void theTerminalIsToldInTheWayItKnows() {
        String osc9 = "\u001b]9;Done. More\u001b\\";
        tell(
                Notifications.AUTO,
                When.UNFOCUSED,
                List.of(),
                Map.of("TERM_PROGRAM", "WezTerm"),
                Focus.ELSEWHERE);
        tell(Notifications.AUTO, When.UNFOCUSED, List.of(), Map.of(), Focus.ELSEWHERE);
        tell(
                Notifications.AUTO,
                When.UNFOCUSED,
                List.of(),
                Map.of("TERM_PROGRAM", "WezTerm", "TMUX", "x"),
                Focus.ELSEWHERE);
        tell(Notifications.OSC9, When.UNFOCUSED, List.of(), Map.of(), Focus.ELSEWHERE);
        tell(Notifications.NONE, When.UNFOCUSED, List.of(), Map.of(), Focus.ELSEWHERE);
        assertEquals(List.of(osc9, "\u0007", "\u0007", osc9), told);
    }

    @Test
    void aProgramGetsJsonAsItsLastArgument() {
        tell(
                Notifications.NONE,
                When.UNFOCUSED,
                List.of("notify-me", "-x"),
                Map.of(),
                Focus.ELSEWHERE);
        assertEquals(
                List.of(
                        "notify-me -x {\"type\":\"agent-turn-complete\",\"thread-id\":\"s1\","
                                + "\"cwd\":\"/p\",\"last-assistant-message\":"
                                + "\"Done\\u001b]0;x\\u0007.\\nMore\"}"),
                told.stream().map(line -> line.replace("\\u001B", "\\u001b")).toList());
    }

    @Test
    void theTitleIsSentOnceAndHoldsNoSequence() {
        Title title = new Title(Path.of("/home/ann/my\u001b]0;evil\u0007project"));
        assertEquals("\u001b]2;● myproject\u001b\\", title.show(Title.Activity.WORKS, ""));
        assertEquals("", title.show(Title.Activity.WORKS, ""));
        assertEquals(
                "\u001b]2;? name · myproject\u001b\\",
                title.show(Title.Activity.ASKS, "name\u0007"));
        assertEquals("\u001b]2;myproject\u001b\\", title.show(Title.Activity.IDLE, ""));
    }
}
