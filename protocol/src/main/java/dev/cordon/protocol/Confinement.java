package dev.cordon.protocol;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the sandbox must enforce for one action.
///
/// Two actions with equal confinements may share a prepared sandbox.
///
/// @param mode how much of the file system can change
/// @param workspace the project's root; always absolute
/// @param writable folders and files that may change, the workspace included where it may
/// @param readable paths below hidden places that may be read all the same, for example tool caches
/// @param hidden paths that cannot be read
/// @param hiddenNames file name patterns hidden at any depth of a writable root, for example `.env`
/// @param protectedNames names or relative paths that cannot change at any depth of a writable root
/// @param network what may be reached
/// @param view whether changes go to the files or to a layer above them
/// @param environment the whole environment of a command, nothing else is passed
/// @param limits bounds on resources
/// @param permits doors opened on purpose
public record Confinement(
        Mode mode,
        Path workspace,
        List<Path> writable,
        List<Path> readable,
        List<Path> hidden,
        List<String> hiddenNames,
        List<String> protectedNames,
        Network network,
        View view,
        Map<String, String> environment,
        Limits limits,
        Set<Permit> permits) {

    public Confinement {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        hidden = List.copyOf(hidden);
        hiddenNames = List.copyOf(hiddenNames);
        protectedNames = List.copyOf(protectedNames);
        environment = Map.copyOf(environment);
        permits = Set.copyOf(permits);
    }

    /// The same with changes going elsewhere.
    public Confinement withView(View other) {
        return new Confinement(
                mode,
                workspace,
                writable,
                readable,
                hidden,
                hiddenNames,
                protectedNames,
                network,
                other,
                environment,
                limits,
                permits);
    }

    /// How much of the file system can change. The words of the configuration key `sandbox_mode`.
    public enum Mode {
        READ_ONLY("read-only"),
        WORKSPACE_WRITE("workspace-write"),
        DANGER_FULL_ACCESS("danger-full-access");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /// The word in configuration, on the command line and in events.
        public String word() {
            return word;
        }
    }

    /// What a command may reach.
    public enum Network {
        /// A network namespace with nothing but loopback.
        CLOSED,
        /// The same, and a proxy of ours that asks the gate about each host.
        PROXIED,
        /// The host's network; only with {@link Mode#DANGER_FULL_ACCESS}.
        OPEN
    }

    /// Where changes of files go.
    public enum View {
        DIRECT,
        /// Copy-on-write: the files stay as they are until the changes are merged.
        OVERLAY
    }

    /// A door opened on purpose.
    public enum Permit {
        UNIX_SOCKETS,
        PTRACE,
        /// The administrator allowed a back end without namespaces.
        DEGRADED_BACKEND
    }

    /// Bounds on what a command may use. Zero means no bound.
    ///
    /// @param maxOutputBytes kept in memory for one call; more goes to the spill file
    /// @param maxSpillBytes kept on disk for one call
    public record Limits(
            int maxProcesses,
            long maxMemoryBytes,
            long maxFileBytes,
            long maxTmpBytes,
            long maxCpuSeconds,
            int maxOpenFiles,
            int maxOutputBytes,
            long maxSpillBytes) {

        /// What a command gets when nothing is configured.
        public static final Limits DEFAULT =
                new Limits(1024, 4L << 30, 4L << 30, 1L << 30, 0, 4096, 1024 * 1024, 32L << 20);
    }
}
