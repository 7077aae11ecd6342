package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionCodec;
import dev.cordon.protocol.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an administrator's condition may look at. Everything is parsed or found out by Cordon; only
/// what stands in `action` itself may be the model's own words.
enum ConditionVariables {
    ACTION("map", "The action as in `action.schema.json`: `action.type`, `action.argv`, ..."),
    USER("string", "The name of the user."),
    WORKSPACE("string", "The root of the project."),
    TRUSTED("bool", "Whether the user trusts the project."),
    NOW("timestamp", "When the decision is made."),
    COMMANDS(
            "list of map",
            "Every program that a command would start, however wrapped: `program` without folders,"
                    + " `argv`, `known` (false if a word is not known before it runs)."),
    UNRESOLVED("bool", "Whether a command may run programs that cannot be told from its text."),
    FILES("list of map", "The files of redirections: `path`, `writes`."),
    PATHS("list of string", "The files of the action, links followed."),
    SANDBOX_MODE("string", "`read-only`, `workspace-write` or `danger-full-access`."),
    APPROVAL_POLICY("string", "`untrusted`, `on-request`, `never` or `granular`.");

    private final String type;
    private final String doc;

    ConditionVariables(String type, String doc) {
        this.type = type;
        this.doc = doc;
    }

    /// The name in expressions.
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Set<String> names() {
        Set<String> names = new HashSet<>();
        for (ConditionVariables variable : values()) {
            names.add(variable.word());
        }
        return names;
    }

    static List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (ConditionVariables variable : values()) {
            rows.add(
                    "| `" + variable.word() + "` | " + variable.type + " | " + variable.doc + " |");
        }
        return rows;
    }

    CelValue value(Json json) {
        if (this == NOW && json instanceof Json.Str(String text)) {
            return CelTime.parseMoment(text);
        }
        return CelValue.of(json);
    }

    /// The values for one decision.
    static Json.Obj of(Action action, Facts facts, PolicySettings settings) {
        Json.ObjBuilder all =
                Json.object()
                        .put(ACTION.word(), ActionCodec.write(action))
                        .put(USER.word(), facts.user())
                        .put(WORKSPACE.word(), facts.workspace().toString())
                        .put(TRUSTED.word(), facts.trusted())
                        .put(NOW.word(), facts.now().toString())
                        .put(SANDBOX_MODE.word(), settings.mode().word())
                        .put(APPROVAL_POLICY.word(), settings.approvals().kind().word());
        List<String> paths = new ArrayList<>();
        for (Path path : facts.realPaths().values()) {
            paths.add(path.toString());
        }
        all.put(PATHS.word(), paths.stream().sorted().toList());
        List<Json> commands = new ArrayList<>();
        List<Json> files = new ArrayList<>();
        boolean unresolved = false;
        if (action instanceof Action.RunCommand run) {
            CommandFacts command = CommandFacts.ofArgv(run.argv(), Knowledge.builtIn());
            unresolved = command.unresolved();
            command.commands().forEach(invocation -> commands.add(command(invocation)));
            for (CommandFacts.FileUse use : command.files()) {
                files.add(
                        Json.object()
                                .put("path", use.path().text())
                                .put("writes", use.writes())
                                .build());
            }
        }
        return all.put(COMMANDS.word(), Json.array(commands))
                .put(UNRESOLVED.word(), unresolved)
                .put(FILES.word(), Json.array(files))
                .build();
    }

    private static Json.Obj command(CommandFacts.Invocation invocation) {
        return Json.object()
                .put("program", invocation.program())
                .put("argv", invocation.texts())
                .put("known", invocation.known())
                .build();
    }
}
