package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    private final SessionState state = new SessionState();

    private void run(String call) {
        state.apply(
                new Event.ActionProposed(
                        new Action.RunCommand(
                                new CallId(call),
                                Action.Requester.MODEL,
                                List.of("make"),
                                Path.of("/p"),
                                Map.of(),
                                Action.Terminal.PIPES,
                                0,
                                0,
                                Optional.empty())));
    }

    private void waitFor(String call, int process) {
        state.apply(
                new Event.ActionProposed(
                        new Action.WriteStdin(
                                new CallId(call), Action.Requester.MODEL, process, "", 1000)));
    }

    private void finished(String call, OptionalInt process, OptionalInt exitCode) {
        state.apply(
                new Event.ActionFinished(
                        new CallId(call),
                        new Result.CommandOutput(
                                process, exitCode, "", 0, Optional.empty(), 1, List.of())));
    }

    @Test
    void aCommandThatGoesOnRunsUntilSomebodyWaitedForItsEnd() {
        run("a");
        finished("a", OptionalInt.of(2), OptionalInt.empty());
        assertEquals(Map.of(2, "make"), state.processes());
        waitFor("b", 2);
        finished("b", OptionalInt.of(2), OptionalInt.empty());
        assertEquals(Map.of(2, "make"), state.processes());
        waitFor("c", 2);
        finished("c", OptionalInt.empty(), OptionalInt.of(0));
        assertEquals(Map.of(), state.processes());
    }

    @Test
    void aCommandThatEndsByItselfRunsNoMore() {
        run("a");
        finished("a", OptionalInt.of(2), OptionalInt.empty());
        state.apply(new Event.ProcessEnded(2, 0));
        assertEquals(Map.of(), state.processes());
    }
}
