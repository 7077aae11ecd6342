package dev.cordon.protocol;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing with an effect, described as data. A tool makes it; only the gate can perform it.
///
/// Paths are absolute and normalised, but not resolved: links are followed by whoever judges or
/// performs the action.
public sealed interface Action {

    /// The call that wants it.
    CallId call();

    /// Who wants it.
    enum Requester {
        MODEL,
        USER,
        /// Cordon itself, for example a checkpoint or a hook.
        CORDON
    }

    /// How a command is connected.
    enum Terminal {
        PIPES,
        /// A pseudo-terminal of the sandbox's own.
        PTY
    }

    /// Runs a program.
    ///
    /// @param argv the program and its arguments, not empty
    /// @param cwd where it runs
    /// @param environment variables on top of those of the confinement
    /// @param yieldMillis how long to wait for its end before it goes to the background
    /// @param timeoutMillis when it is killed; 0 means never
    /// @param escalation set if the model asks for more than the confinement gives
    record RunCommand(
            CallId call,
            Requester requester,
            List<String> argv,
            Path cwd,
            Map<String, String> environment,
            Terminal terminal,
            long yieldMillis,
            long timeoutMillis,
            Optional<Escalation> escalation)
            implements Action {
        public RunCommand {
            if (argv.isEmpty() || argv.getFirst().isEmpty()) {
                throw new IllegalArgumentException("argv is empty");
            }
            argv = List.copyOf(argv);
            environment = Map.copyOf(environment);
            absolute(cwd);
        }
    }

    /// What a model asks for beyond the confinement.
    ///
    /// @param wanted the capabilities it names; empty means "outside the sandbox altogether"
    /// @param justification the model's words, shown to people as such
    /// @param prefix the command prefix it would like remembered; may be empty
    record Escalation(List<Capability> wanted, String justification, List<String> prefix) {
        public Escalation {
            wanted = List.copyOf(wanted);
            prefix = List.copyOf(prefix);
        }
    }

    /// Writes to a running command, or only waits for more of its output.
    ///
    /// @param process the number that {@link Result.CommandOutput} gave
    /// @param input may be empty; U+0003 interrupts
    record WriteStdin(CallId call, Requester requester, int process, String input, long yieldMillis)
            implements Action {}

    /// Kills a running command and everything it started.
    record StopProcess(CallId call, Requester requester, int process) implements Action {}

    /// Changes files: all of them or none.
    record ApplyPatch(CallId call, Requester requester, List<FileChange> changes)
            implements Action {
        public ApplyPatch {
            if (changes.isEmpty()) {
                throw new IllegalArgumentException("a patch changes at least one file");
            }
            changes = List.copyOf(changes);
        }
    }

    /// One file of a patch.
    ///
    /// @param path the file as it is now named
    /// @param kind what happens to it
    /// @param moveTo its new name, if it gets one; only with {@link ChangeKind#UPDATE}
    /// @param beforeDigest SHA-256 in hex of the content that was planned on; absent if there was
    ///   no file
    /// @param content the whole new content; absent for {@link ChangeKind#DELETE}
    record FileChange(
            Path path,
            ChangeKind kind,
            Optional<Path> moveTo,
            Optional<String> beforeDigest,
            Optional<String> content) {
        public FileChange {
            absolute(path);
            moveTo.ifPresent(Action::absolute);
            if (kind == ChangeKind.DELETE == content.isPresent()) {
                throw new IllegalArgumentException(
                        "a deletion has no content and everything else has: " + path);
            }
        }
    }

    /// What happens to a file.
    enum ChangeKind {
        ADD,
        UPDATE,
        DELETE
    }

    /// Reads a part of a file.
    ///
    /// @param offset in bytes
    /// @param maxBytes at most this many
    record ReadFile(CallId call, Requester requester, Path path, long offset, int maxBytes)
            implements Action {
        public ReadFile {
            absolute(path);
        }
    }

    /// Lists files below a folder, without those that Git ignores.
    ///
    /// @param glob a pattern on the relative path; empty means all
    record ListFiles(CallId call, Requester requester, Path path, String glob, int maxFiles)
            implements Action {
        public ListFiles {
            absolute(path);
        }
    }

    /// Searches files for a regular expression.
    ///
    /// @param glob a pattern on the relative path; empty means all
    record SearchFiles(
            CallId call,
            Requester requester,
            Path path,
            String pattern,
            String glob,
            int maxMatches)
            implements Action {
        public SearchFiles {
            absolute(path);
        }
    }

    /// Runs one command of Cordon's own Git outside the sandbox, with everything off that a
    /// repository could use to run a program.
    ///
    /// @param arguments for example `add`, `-A`; the subcommand comes first
    record Git(CallId call, Requester requester, Path cwd, List<String> arguments)
            implements Action {
        public Git {
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException("a Git action names a subcommand");
            }
            absolute(cwd);
            arguments = List.copyOf(arguments);
        }
    }

    /// Opens a connection for a command that runs behind the proxy.
    ///
    /// @param host the canonical name or address
    /// @param method the HTTP method where it is known, else empty
    /// @param process the command that asks, as far as it is known
    /// @param subject what is wanted there, where it is known: for example the coordinates
    ///   `org.example:thing:1.2` of an artefact
    record Connect(
            CallId call,
            String host,
            int port,
            String method,
            Optional<Integer> process,
            Optional<String> subject)
            implements Action {

        /// Without a known subject.
        public Connect(
                CallId call, String host, int port, String method, Optional<Integer> process) {
            this(call, host, port, method, process, Optional.empty());
        }
    }

    /// Fetches one document.
    record FetchUrl(CallId call, Requester requester, URI url, int maxBytes) implements Action {}

    /// Searches the web through a search service of ours, not the provider's own.
    record WebSearch(CallId call, Requester requester, String query, int maxResults)
            implements Action {}

    /// Calls a tool of an MCP server.
    ///
    /// @param readOnly what the server claims, which is a hint and never a fact
    /// @param definition SHA-256 in hex of how the server is reached and how it describes the tool
    record CallMcpTool(
            CallId call,
            Requester requester,
            String server,
            String tool,
            Json.Obj arguments,
            boolean readOnly,
            Optional<String> definition)
            implements Action {
        /// A call of a tool of which nobody knows how it is described.
        public CallMcpTool(
                CallId call,
                Requester requester,
                String server,
                String tool,
                Json.Obj arguments,
                boolean readOnly) {
            this(call, requester, server, tool, arguments, readOnly, Optional.empty());
        }
    }

    /// Starts another agent.
    record StartAgent(CallId call, Requester requester, String name, String prompt)
            implements Action {}

    private static void absolute(Path path) {
        if (!path.isAbsolute() || !path.equals(path.normalize())) {
            throw new IllegalArgumentException("not an absolute, normalised path: " + path);
        }
    }
}
