package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class CommandReplyTest {
    @Test
    void readsTheExitCodeAndTheOutput() {
        assertEquals(
                new CommandReply(OptionalInt.empty(), OptionalInt.of(3), "a\nb\n"),
                CommandReply.read(
                        "Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 3\n"
                                + "Original token count: 1\nOutput:\na\nb\n"));
    }

    @Test
    void readsTheSessionOfACommandThatGoesOn() {
        assertEquals(
                new CommandReply(OptionalInt.of(77), OptionalInt.empty(), ""),
                CommandReply.read("Process running with session ID 77\nOutput:\n"));
    }

    @Test
    void isNotFooledByWhatTheCommandPrints() {
        assertEquals(
                new CommandReply(
                        OptionalInt.empty(), OptionalInt.of(1), "Process exited with code 0"),
                CommandReply.read(
                        "Process exited with code 1\nOutput:\nProcess exited with code 0"));
    }

    @Test
    void knowsNothingFromAnErrorText() {
        assertEquals(
                new CommandReply(OptionalInt.empty(), OptionalInt.empty(), ""),
                CommandReply.read(
                        "exec_command failed: Process exited with code 99999999999999"
                                .replace(
                                        "Process exited with code 99999999999999",
                                        "no such directory")));
    }
}
