package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class IntentTest {
    @Test
    void understandsThatTestsAreToPass() {
        for (String request :
                List.of(
                        "make the tests pass",
                        "Fix the failing test",
                        "please repair the build",
                        "Make all tests green.",
                        "fix the compile error")) {
            assertTrue(Intent.asksForRepair(request), request);
        }
    }

    @Test
    void claimsNothingBeyondThat() {
        for (String request :
                List.of(
                        "",
                        "write tests that pass",
                        "explain why the tests fail and how to fix them",
                        "add a test",
                        "refactor the build to pass",
                        "what is the latest contest? fix",
                        "say hello")) {
            assertFalse(Intent.asksForRepair(request), request);
        }
    }
}
