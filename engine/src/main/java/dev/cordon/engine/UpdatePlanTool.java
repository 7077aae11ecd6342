package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `update_plan`: the model shows what it means to do.
final class UpdatePlanTool implements Tool {
    static final String NAME = "update_plan";
    private static final int MAX_STEPS = 100;

    @Override
    public ToolSpec spec() {
        Json.Obj step =
                Schema.object()
                        .required("step", "string", "What is to be done.")
                        .required(
                                "status",
                                Json.object()
                                        .put("type", "string")
                                        .put("enum", List.of("pending", "in_progress", "completed"))
                                        .build())
                        .build();
        return new ToolSpec.Function(
                NAME,
                "Shows the user the plan. Keep at most one step in_progress.",
                Schema.object()
                        .required(
                                "plan",
                                Json.object().put("type", "array").put("items", step).build())
                        .optional("explanation", "string", "Why the plan changed.")
                        .build());
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context) {
        ToolArguments arguments = ToolArguments.of(input);
        List<PlanStep> steps = new ArrayList<>();
        for (Json element : arguments.array("plan")) {
            if (!(element instanceof Json.Obj step) || step.text("step").isEmpty()) {
                return new Plan.Reject("each element of \"plan\" needs \"step\" and \"status\"");
            }
            steps.add(
                    new PlanStep(
                            step.requireText("step"),
                            state(step.text("status").orElse("pending"))));
        }
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            return new Plan.Reject("a plan has 1 to " + MAX_STEPS + " steps");
        }
        return new Plan.Tell(
                new Event.PlanUpdated(steps, arguments.optionalText("explanation")),
                "Plan updated");
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        return List.of(new Content.Text(ResultText.of(result, context)));
    }

    private static PlanStep.State state(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "pending" -> PlanStep.State.PENDING;
            case "in_progress" -> PlanStep.State.IN_PROGRESS;
            case "completed" -> PlanStep.State.COMPLETED;
            default ->
                    throw new ToolException(
                            "status \""
                                    + word
                                    + "\" is unknown; use pending, in_progress or completed");
        };
    }
}
