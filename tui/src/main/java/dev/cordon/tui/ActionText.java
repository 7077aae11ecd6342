package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An action, complete and with nothing hidden, for somebody who has to decide about it.
final class ActionText {
    private ActionText() {}

    /// The rows, wrapped and never cut.
    ///
    /// @param preview what the files of a patch hold now, if that is known: then the difference is
    ///   shown, else all that would be written
    static List<Line> rows(
            Question question, Optional<PatchPreview> preview, Path workspace, int columns) {
        List<Line> rows = new ArrayList<>();
        switch (question.action()) {
            case Action.RunCommand run -> {
                exact("$ ", Actions.command(run.argv()), Role.CODE, columns, rows);
                boolean script = !Actions.command(run.argv()).equals(Actions.words(run.argv()));
                if (script) {
                    exact(
                            "  by ",
                            run.argv().getFirst() + " " + run.argv().get(1),
                            Role.DIM,
                            columns,
                            rows);
                }
                new TreeMap<>(run.environment())
                        .forEach((name, value) ->
                                exact("  with ", name + "=" + value, Role.TEXT, columns, rows));
            }
            case Action.Git git ->
                    exact("$ git ", Actions.words(git.arguments()), Role.CODE, columns, rows);
            case Action.ApplyPatch _ when preview.filter(PatchPreview::whole).isPresent() ->
                    rows.addAll(preview.get().rows(workspace, columns));
            case Action.ApplyPatch patch -> patch(patch, workspace, columns, rows);
            case Action.WriteStdin write -> {
                exact("to process ", Integer.toString(write.process()), Role.TEXT, columns, rows);
                exact("> ", write.input(), Role.CODE, columns, rows);
            }
            case Action.CallMcpTool mcp -> {
                exact("tool ", mcp.server() + "/" + mcp.tool(), Role.CODE, columns, rows);
                exact("with ", JsonText.write(mcp.arguments()), Role.TEXT, columns, rows);
            }
            case Action.StartAgent agent -> {
                exact("agent ", agent.name(), Role.CODE, columns, rows);
                exact("told ", agent.prompt(), Role.TEXT, columns, rows);
            }
            case Action.Connect connect -> {
                exact("", connect.host() + ":" + connect.port(), Role.CODE, columns, rows);
                if (!connect.method().isEmpty()) {
                    exact("method ", connect.method(), Role.TEXT, columns, rows);
                }
            }
            case Action.StopProcess _,
                    Action.ReadFile _,
                    Action.ListFiles _,
                    Action.SearchFiles _,
                    Action.FetchUrl _,
                    Action.WebSearch _ ->
                    exact(
                            "",
                            Actions.object(question.action(), workspace),
                            Role.CODE,
                            columns,
                            rows);
        }
        for (Map.Entry<String, String> fact : new TreeMap<>(question.facts()).entrySet()) {
            if (!fact.getKey().equals("argv")) {
                exact(fact.getKey() + ": ", fact.getValue(), Role.DIM, columns, rows);
            }
        }
        return rows;
    }

    private static void patch(
            Action.ApplyPatch patch, Path workspace, int columns, List<Line> rows) {
        for (Action.FileChange change : patch.changes()) {
            String path = Actions.path(change.path(), workspace);
            String moved =
                    change.moveTo().map(to -> " -> " + Actions.path(to, workspace)).orElse("");
            exact(word(change.kind()) + " ", path + moved, Role.STRONG, columns, rows);
        }
        for (Action.FileChange change : patch.changes()) {
            change.content()
                    .ifPresent(content -> {
                        exact(
                                "",
                                "--- " + Actions.path(change.path(), workspace),
                                Role.HUNK,
                                columns,
                                rows);
                        exact("", content, Role.TEXT, columns, rows);
                    });
        }
    }

    private static String word(Action.ChangeKind kind) {
        return switch (kind) {
            case ADD -> "add";
            case UPDATE -> "change";
            case DELETE -> "delete";
        };
    }

    /// Every line of the text, each behind a mark, with what cannot be seen written out.
    private static void exact(String mark, String text, Role role, int columns, List<Line> rows) {
        Line first = Line.of(Visible.exact(mark), Role.DIM);
        Line rest = Line.of(" ".repeat(CellWidth.of(mark)), Role.DIM);
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            Line line = new Line(Visible.exact(text.substring(start, end), role));
            rows.addAll(Wrap.cells(line, columns, start == 0 ? first : rest, rest));
            start = end + 1;
        }
    }
}
