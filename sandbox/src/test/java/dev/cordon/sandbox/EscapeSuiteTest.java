package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EscapeSuiteTest {
    @TempDir Path folder;

    static Path root() {
        return Path.of(System.getProperty("cordon.root"), "sandbox");
    }

    @Test
    void theSuiteHas120AttacksAnd30ThingsThatMustWork() throws Exception {
        List<EscapeCase> cases = EscapeCase.readAll(root().resolve("src/test/escape"));

        assertTrue(cases.stream().filter(EscapeCase::attack).count() >= 120);
        assertTrue(cases.stream().filter(each -> !each.attack()).count() >= 30);
        assertEquals(
                cases.size(), cases.stream().map(EscapeCase::id).distinct().count(), "ids repeat");
    }

    @Test
    void nothingGetsThroughTheHelperAndWorkGoesOn() throws Exception {
        Path program = HelperBinary.extract(folder.resolve("state")).orElseThrow();
        Supplier<NetworkService> none =
                () -> {
                    throw new IllegalStateException("no proxy");
                };
        List<EscapeSuite.Outcome> outcomes =
                EscapeSuite.run(
                        EscapeCase.readAll(root().resolve("src/test/escape")),
                        root().resolve("target/escape"),
                        EscapeSuite.behind(
                                () -> new HelperBoundary(program, folder.resolve("state"), none)));

        StringBuilder wrong = new StringBuilder();
        int notHere = 0;
        for (EscapeSuite.Outcome outcome : outcomes) {
            switch (outcome.verdict()) {
                case GOT_THROUGH, BROKEN ->
                        wrong.append(outcome.tried().id())
                                .append(' ')
                                .append(outcome.verdict())
                                .append(' ')
                                .append(outcome.tried().title())
                                .append(": ")
                                .append(outcome.detail())
                                .append('\n');
                case NOT_HERE -> {
                    notHere++;
                    System.out.println(
                            "escape suite: left out "
                                    + outcome.tried().id()
                                    + ", "
                                    + outcome.detail());
                }
                case BLOCKED, WORKS -> {
                    // as it should be
                }
            }
        }
        assertEquals("", wrong.toString());
        assertTrue(notHere < outcomes.size() / 3, notHere + " cases could not run");
    }
}
