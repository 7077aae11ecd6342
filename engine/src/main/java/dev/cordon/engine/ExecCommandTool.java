package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `exec_command`: runs shell text. Its arguments are those that models trained on Codex know.
final class ExecCommandTool implements Tool {
    static final String NAME = "exec_command";
    static final long DEFAULT_YIELD_MILLIS = 10_000;
    static final long MIN_YIELD_MILLIS = 250;
    static final long MAX_YIELD_MILLIS = 30_000;

    private final boolean loginShellAllowed;

    ExecCommandTool(boolean loginShellAllowed) {
        this.loginShellAllowed = loginShellAllowed;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Function(
                NAME,
                "Runs a shell command in the sandbox and returns its output. A command that is"
                        + " still running after yield_time_ms goes to the background and gets a"
                        + " session id for write_stdin.",
                Schema.object()
                        .required("cmd", "string", "Shell command to run.")
                        .optional("workdir", "string", "Directory; default: the workspace.")
                        .optional("tty", "boolean", "Give it a terminal; default: pipes.")
                        .optional(
                                "yield_time_ms",
                                "number",
                                "Milliseconds to wait for its end (250 to 30000).")
                        .optional("max_output_tokens", "number", "Cut longer output in the middle.")
                        .optional("login", "boolean", "Use a login shell.")
                        .optional(
                                "sandbox_permissions",
                                Json.object()
                                        .put("type", "string")
                                        .put("enum", List.of("use_default", "require_escalated"))
                                        .put(
                                                "description",
                                                "require_escalated asks to run outside the sandbox"
                                                        + " and needs a justification.")
                                        .build())
                        .optional("justification", "string", "The question the user is asked.")
                        .optional(
                                "prefix_rule",
                                Schema.texts("Command prefix to remember if the user agrees."))
                        .build());
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context) {
        ToolArguments arguments = ToolArguments.of(input);
        String command = arguments.text("cmd");
        if (command.isBlank()) {
            return new Plan.Reject("argument \"cmd\" is empty");
        }
        Path cwd =
                arguments
                        .optionalText("workdir")
                        .map(dir -> ToolArguments.resolve(dir, context.workspace()))
                        .orElse(context.workspace());
        boolean login = arguments.flag("login") && loginShellAllowed;
        return new Plan.Act(
                new Action.RunCommand(
                        call,
                        Action.Requester.MODEL,
                        List.of("/bin/bash", login ? "-lc" : "-c", command),
                        cwd,
                        Map.of(),
                        arguments.flag("tty") ? Action.Terminal.PTY : Action.Terminal.PIPES,
                        yieldMillis(arguments),
                        0,
                        escalation(arguments)));
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        return List.of(
                new Content.Text(CommandReport.text(planned.action().call(), result, context)));
    }

    private static long yieldMillis(ToolArguments arguments) {
        long wanted = arguments.integer("yield_time_ms").orElse(DEFAULT_YIELD_MILLIS);
        return Math.clamp(wanted, MIN_YIELD_MILLIS, MAX_YIELD_MILLIS);
    }

    private static Optional<Action.Escalation> escalation(ToolArguments arguments) {
        String wanted = arguments.optionalText("sandbox_permissions").orElse("use_default");
        return switch (wanted) {
            case "use_default" -> Optional.empty();
            case "require_escalated" ->
                    Optional.of(
                            new Action.Escalation(
                                    List.of(),
                                    arguments.optionalText("justification").orElse(""),
                                    arguments.texts("prefix_rule")));
            default ->
                    throw new ToolException(
                            "sandbox_permissions \""
                                    + wanted
                                    + "\" is unknown; use use_default or require_escalated");
        };
    }
}
