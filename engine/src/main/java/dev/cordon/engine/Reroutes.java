package dev.cordon.engine;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.InputQuestion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What happens when a provider answers with another model than the one that was asked: the key
/// `on_reroute`. An administrator may need to know which model saw the code.
final class Reroutes {
    private static final String GO_ON = "Go on";
    private static final String QUESTION = "reroute";

    private final String rule;
    private final UserInput input;
    private final Set<String> accepted = new HashSet<>();

    /// @param rule `stop`, `ask` or `continue`
    Reroutes(String rule, UserInput input) {
        this.rule = rule;
        this.input = input;
    }

    /// @throws TurnStopped if the turn must not go on with this model
    void judge(String asked, String answered) {
        if (rule.equals("continue") || accepted.contains(answered)) {
            return;
        }
        if (rule.equals("ask") && goesOn(asked, answered)) {
            accepted.add(answered);
            return;
        }
        throw TurnStopped.failed(
                FailureKind.REFUSED_BY_POLICY,
                "the provider answered with the model "
                        + answered
                        + " instead of "
                        + asked
                        + ", and on_reroute = \""
                        + rule
                        + "\" does not let the turn go on with it.");
    }

    private boolean goesOn(String asked, String answered) {
        try {
            List<InputQuestion.Reply> replies =
                    input.ask(
                            new CallId("cordon-reroute"),
                            List.of(
                                    new InputQuestion(
                                            QUESTION,
                                            "Other model",
                                            "The provider answers with "
                                                    + answered
                                                    + " instead of "
                                                    + asked
                                                    + ". Go on with it?",
                                            List.of(
                                                    new InputQuestion.Choice(GO_ON, ""),
                                                    new InputQuestion.Choice("Stop", "")))));
            return replies.equals(List.of(new InputQuestion.Reply(QUESTION, List.of(GO_ON))));
        } catch (Tool.ToolException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
