package dev.cordon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecordChecksTest {
    private static final CallId CALL = new CallId("c");
    private static final Action.Requester MODEL = Action.Requester.MODEL;

    @Test
    void aListThatIsGivenCannotBeChangedAfterwards() {
        List<String> argv = new ArrayList<>(List.of("ls"));
        Action.RunCommand run = run(argv, Path.of("/"));
        argv.add("-R");
        assertEquals(List.of("ls"), run.argv());
        assertThrows(UnsupportedOperationException.class, () -> run.argv().add("x"));
    }

    @Test
    void aCommandHasAProgram() {
        assertThrows(IllegalArgumentException.class, () -> run(List.of(), Path.of("/")));
        assertThrows(IllegalArgumentException.class, () -> run(List.of(""), Path.of("/")));
    }

    @Test
    void aPathIsAbsoluteAndNormal() {
        for (String path : List.of("", "a", "./a", "/a/../b", "/a/./b")) {
            assertThrows(
                    IllegalArgumentException.class, () -> run(List.of("ls"), Path.of(path)), path);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Action.ReadFile(CALL, MODEL, Path.of(path), 0, 1),
                    path);
        }
    }

    @Test
    void aPatchSaysWhatAFileBecomesUnlessItGoes() {
        assertThrows(
                IllegalArgumentException.class,
                () -> change(Action.ChangeKind.DELETE, Optional.of("x")));
        assertThrows(
                IllegalArgumentException.class,
                () -> change(Action.ChangeKind.ADD, Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Action.ApplyPatch(CALL, MODEL, List.of()));
    }

    @Test
    void aQuestionOffersSomething() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Decision.Ask("rule", Origin.BUILT_IN, "why", List.of()));
    }

    @Test
    void aCountThatNobodyToldIsNotZero() {
        Usage some =
                new Usage(
                        OptionalLong.of(3),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(4),
                        OptionalLong.empty());
        assertEquals(some, some.plus(Usage.UNKNOWN));
        assertEquals(OptionalLong.of(6), some.plus(some).input());
        assertEquals(OptionalLong.empty(), some.plus(some).reasoning());
    }

    private static Action.RunCommand run(List<String> argv, Path cwd) {
        return new Action.RunCommand(
                CALL, MODEL, argv, cwd, Map.of(), Action.Terminal.PIPES, 0, 0, Optional.empty());
    }

    private static Action.FileChange change(Action.ChangeKind kind, Optional<String> content) {
        return new Action.FileChange(
                Path.of("/a"), kind, Optional.empty(), Optional.empty(), content);
    }
}
