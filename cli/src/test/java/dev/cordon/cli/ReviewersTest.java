package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.policy.ConfigSources.Assignment;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReviewersTest {
    private static List<String> overrides(String... arguments) {
        return ExecOptions.read(List.of(arguments)).settings().overrides().stream()
                .map(Assignment::key)
                .toList();
    }

    @Test
    void whoAnswersIsASettingSoThatRequirementsHoldForIt() {
        assertEquals("auto_review", Reviewers.word("auto"));
        assertEquals("auto_review_then_user", Reviewers.word("auto,command:/bin/x"));
        assertEquals("user", Reviewers.word("command:/bin/x"));
        assertEquals("user", Reviewers.word("unix:/run/x"));
        assertEquals("user", Reviewers.word("never"));
        assertEquals(List.of("approvals_reviewer"), overrides("--approver", "auto", "go"));
        assertEquals(List.of("approvals_reviewer"), overrides("--approve-for-me", "go"));
        assertEquals(List.of("approvals_reviewer"), overrides("--approver", "never", "go"));
    }

    @Test
    void anythingElseIsAMistake() {
        for (String word :
                List.of("", "Auto", "automatic", "always", "yes", "program:/x", "unix:/x,auto")) {
            UsageException problem =
                    assertThrows(UsageException.class, () -> Reviewers.word(word), word);
            assertTrue(String.valueOf(problem.getMessage()).contains("never, auto, command:PATH"));
        }
    }
}
