package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.engine.Tool;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a model's call of `repair_search` comes to. That it runs through the gate and in the
/// sandbox is shown with the packaged program.
final class RepairSearchToolTest {
    private final RepairSearchTool tool =
            new RepairSearchTool(
                    new EmbeddedModel.Installation(List.of("/opt/c d/bin/cordon-repair"), 60, 7));

    private Tool.Plan plan(String arguments) throws InterruptedException {
        return tool.plan(
                new CallId("call-1"), new Item.ToolInput.Arguments(arguments), new FixedContext());
    }

    private String command(String arguments) throws InterruptedException {
        if (plan(arguments) instanceof Tool.Plan.Act act
                && act.action() instanceof Action.RunCommand run) {
            assertEquals(Path.of("/project"), run.cwd());
            assertEquals(Action.Requester.MODEL, run.requester());
            return run.argv().getLast();
        }
        throw new AssertionError("not a command: " + plan(arguments));
    }

    @Test
    void isACommandOfTheWorkerInTheWorkspace() throws InterruptedException {
        assertEquals(
                "'/opt/c d/bin/cordon-repair' search . --millis 60000 --seed 7", command("{}"));
        assertEquals(
                "'/opt/c d/bin/cordon-repair' search . --millis 5000 --seed 7",
                command("{\"max_seconds\":5}"));
        assertEquals(
                "'/opt/c d/bin/cordon-repair' search . --millis 60000 --seed 7 --candidates 900",
                command("{\"max_candidates\":900}"));
        assertEquals(command("{}"), command(""));
    }

    @Test
    void refusesWhatItCannotDo() throws InterruptedException {
        for (String arguments :
                List.of(
                        "{\"max_seconds\":0}",
                        "{\"max_seconds\":301}",
                        "{\"max_candidates\":0}",
                        "{\"max_candidates\":60001}",
                        "[1]",
                        "{",
                        "null")) {
            assertTrue(plan(arguments) instanceof Tool.Plan.Reject, arguments);
        }
    }

    private record FixedContext() implements Tool.Context {
        @Override
        public Path workspace() {
            return Path.of("/project");
        }

        @Override
        public Optional<String> readText(CallId call, Path path) {
            throw new AssertionError("reads nothing");
        }

        @Override
        public List<InputQuestion.Reply> askUser(CallId call, List<InputQuestion> questions) {
            throw new AssertionError("asks nothing");
        }

        @Override
        public int maxAnswerBytes() {
            return 10_000;
        }

        @Override
        public String fit(String text, long totalBytes, Optional<Path> spill, int maxBytes) {
            return text;
        }
    }
}
