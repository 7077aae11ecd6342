package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Capability;
import java.nio.file.Path;
import java.util.List;

/// Names what happens in words, from the parsed action and never from what a model says of it.
final class Actions {
    private Actions() {}

    /// What is done, as a verb.
    static String verb(Action action) {
        return switch (action) {
            case Action.RunCommand _, Action.Git _ -> "Run";
            case Action.WriteStdin write -> write.input().isEmpty() ? "Wait for" : "Write to";
            case Action.StopProcess _ -> "Stop";
            case Action.ApplyPatch _ -> "Edit";
            case Action.ReadFile _ -> "Read";
            case Action.ListFiles _ -> "List";
            case Action.SearchFiles _ -> "Search";
            case Action.Connect _ -> "Connect to";
            case Action.FetchUrl _ -> "Fetch";
            case Action.WebSearch _ -> "Search the web for";
            case Action.CallMcpTool _ -> "Call";
            case Action.StartAgent _ -> "Start agent";
        };
    }

    /// What it is done to; may have several lines and hold anything.
    static String object(Action action, Path workspace) {
        return switch (action) {
            case Action.RunCommand run -> command(run.argv());
            case Action.Git git -> "git " + command(git.arguments());
            case Action.WriteStdin write ->
                    "process "
                            + write.process()
                            + (write.input().isEmpty() ? "" : ": " + write.input());
            case Action.StopProcess stop -> "process " + stop.process();
            case Action.ApplyPatch patch -> files(patch, workspace);
            case Action.ReadFile read -> path(read.path(), workspace);
            case Action.ListFiles list -> path(list.path(), workspace) + glob(list.glob());
            case Action.SearchFiles search ->
                    search.pattern()
                            + " in "
                            + path(search.path(), workspace)
                            + glob(search.glob());
            case Action.Connect connect -> connect.host() + ":" + connect.port();
            case Action.FetchUrl fetch -> fetch.url().toString();
            case Action.WebSearch search -> search.query();
            case Action.CallMcpTool mcp -> mcp.server() + "/" + mcp.tool();
            case Action.StartAgent agent -> agent.name();
        };
    }

    private static String glob(String glob) {
        return glob.isEmpty() ? "" : " (" + glob + ")";
    }

    private static String files(Action.ApplyPatch patch, Path workspace) {
        List<Action.FileChange> changes = patch.changes();
        String first = path(changes.getFirst().path(), workspace);
        return changes.size() == 1 ? first : first + " and " + (changes.size() - 1) + " more";
    }

    /// A path as short as it can be said.
    static String path(Path path, Path workspace) {
        if (path.equals(workspace)) {
            return ".";
        }
        return path.startsWith(workspace) ? workspace.relativize(path).toString() : path.toString();
    }

    /// An argument vector as a shell would read it; the script of `sh -c` as it stands.
    static String command(List<String> argv) {
        boolean script =
                argv.size() == 3
                        && (argv.get(1).equals("-c") || argv.get(1).equals("-lc"))
                        && argv.getFirst().endsWith("sh");
        if (script) {
            return argv.get(2);
        }
        return words(argv);
    }

    /// An argument vector as a line that a shell would read the same way.
    static String words(List<String> argv) {
        StringBuilder line = new StringBuilder();
        for (String word : argv) {
            line.append(line.isEmpty() ? "" : " ");
            line.append(plain(word) ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return line.toString();
    }

    private static boolean plain(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && "-_./=:,@%+".indexOf(c) < 0) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    /// What a capability lets happen, as the end of "always allow ...".
    static String words(Capability capability) {
        return switch (capability) {
            case Capability.ExactAction _ -> "exactly this";
            case Capability.Host(String host, int port) -> "connect to " + host + ":" + port;
            case Capability.WritePath(Path path) -> "write at " + path;
            case Capability.ReadPath(Path path) -> "read at " + path;
            case Capability.CommandPrefix(List<String> prefix) ->
                    "commands that begin with " + words(prefix);
            case Capability.Tool(String server, String tool, _) ->
                    "the tool " + server + "/" + tool;
            case Capability.OutsideSandbox(List<String> prefix) when prefix.isEmpty() ->
                    "every command outside the sandbox";
            case Capability.OutsideSandbox(List<String> prefix) ->
                    "outside the sandbox: commands that begin with " + words(prefix);
        };
    }
}
