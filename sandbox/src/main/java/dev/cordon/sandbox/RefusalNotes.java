package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Tells the model, after a command failed, that it was the sandbox that said no.
///
/// Looks for the words in which programs report the errors that the boundary gives: EROFS, EACCES,
/// EPERM, ENETUNREACH. One sentence at most, so that the output stays the program's own.
final class RefusalNotes {
    /// How much of the end of an output is looked at.
    static final int LOOKED_AT_BYTES = 16 * 1024;

    // signal(7)
    private static final int SIGXCPU = 24;
    private static final int SIGXFSZ = 25;

    private static final int MAX_PATH_CHARACTERS = 300;
    private static final int MAX_PATHS = 20;

    private RefusalNotes() {}

    /// One sentence that names the rule and how to allow, if the output looks like a refusal.
    static Optional<String> of(int exitCode, String output, Confinement confinement) {
        if (confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
            return Optional.empty();
        }
        int at = output.indexOf("Read-only file system");
        if (at >= 0) {
            return Optional.of(write(path(output, at), confinement));
        }
        at = output.indexOf("Permission denied");
        if (at >= 0) {
            String path = path(output, at);
            if (!path.isEmpty()) {
                return Optional.of(
                        "If "
                                + path
                                + " is hidden by the sandbox (rule sandbox.hidden or"
                                + " sandbox.hidden_names), it exists all the same. To read it, ask"
                                + " for read access to this path.");
            }
        }
        Optional<String> hidden = hidden(output, confinement);
        if (hidden.isPresent()) {
            return hidden;
        }
        if (confinement.network() == Confinement.Network.CLOSED && looksLikeNetwork(output)) {
            return Optional.of(
                    "The sandbox has no network (rule sandbox.network = closed); only 127.0.0.1"
                            + " inside it works. Ask for the host and port you need.");
        }
        return limit(exitCode, output, confinement.limits());
    }

    // In a folder that commands see empty, what is there looks missing.
    private static Optional<String> hidden(String output, Confinement confinement) {
        String missing = "No such file or directory";
        int at = output.indexOf(missing);
        for (int tried = 0; at >= 0 && tried < MAX_PATHS; tried++) {
            String text = path(output, at);
            if (text.startsWith("/") && isHidden(Path.of(text).normalize(), confinement)) {
                return Optional.of(
                        text
                                + " is not missing, or its folder is not: the sandbox hides it (rule"
                                + " sandbox.hidden) and shows an empty folder there. To read or"
                                + " change it, ask for access to this path.");
            }
            at = output.indexOf(missing, at + 1);
        }
        return Optional.empty();
    }

    private static boolean isHidden(Path path, Confinement confinement) {
        Path above = path.getParent();
        boolean there =
                Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                        || (above != null && above.getNameCount() > 0 && Files.exists(above));
        try {
            return there && new FileRules(confinement).reading(FileRules.resolve(path)).isPresent();
        } catch (IOException | SandboxException _) {
            return false;
        }
    }

    private static Optional<String> limit(int exitCode, String output, Confinement.Limits limits) {
        if (output.contains("Resource temporarily unavailable")
                || output.contains("unable to create native thread")
                || output.contains("BlockingIOError: [Errno 11]")) {
            return Optional.of(
                    "The command reached the sandbox's limit of "
                            + limits.maxProcesses()
                            + " processes (rule sandbox.limits.max_processes). Start fewer at"
                            + " once, or ask for a higher limit.");
        }
        if (exitCode == 128 + SIGXFSZ || output.contains("File too large")) {
            return Optional.of(
                    "The command wrote a file of more than "
                            + limits.maxFileBytes()
                            + " bytes (rule sandbox.limits.max_file_bytes). Write smaller files,"
                            + " or ask for a higher limit.");
        }
        if (limits.maxCpuSeconds() > 0 && (exitCode == 128 + SIGXCPU || exitCode == 137)) {
            return Optional.of(
                    "A process of the command used more than "
                            + limits.maxCpuSeconds()
                            + " s of processor time (rule sandbox.limits.max_cpu_seconds). Do less"
                            + " at once, or ask for a higher limit.");
        }
        if (output.contains("No space left on device") && output.contains("/tmp")) {
            return Optional.of(
                    "The sandbox's /tmp holds "
                            + limits.maxTmpBytes()
                            + " bytes (rule sandbox.limits.max_tmp_bytes). Write to the workspace,"
                            + " or ask for a higher limit.");
        }
        if (limits.maxMemoryBytes() > 0
                && (output.contains("Cannot allocate memory")
                        || output.contains("cannot allocate")
                        || output.contains("MemoryError")
                        || output.contains("memory exhausted"))) {
            return Optional.of(
                    "A process of the command asked for more memory than "
                            + limits.maxMemoryBytes()
                            + " bytes (rule sandbox.limits.max_memory_bytes). Use less, or ask for"
                            + " a higher limit.");
        }
        return Optional.empty();
    }

    private static boolean looksLikeNetwork(String output) {
        return output.contains("Network is unreachable")
                || output.contains("Could not resolve host")
                || output.contains("Temporary failure in name resolution")
                || output.contains("Name or service not known")
                || output.contains("UnknownHostException")
                || output.contains("EAI_AGAIN")
                || output.contains("ENETUNREACH");
    }

    private static String write(String path, Confinement confinement) {
        String what = path.isEmpty() ? "a write" : "a write to " + path;
        Path real = path.startsWith("/") ? Path.of(path).normalize() : null;
        NamePatterns patterns = NamePatterns.of(confinement);
        for (Path root : confinement.writable()) {
            if (real != null
                    && real.startsWith(root)
                    && patterns.protectedPart(root, real) != null) {
                return "The sandbox denied "
                        + what
                        + " (rule sandbox.protected_names). To change it, use the edit tool or ask"
                        + " for write access to exactly this path.";
            }
        }
        if (confinement.mode() == Confinement.Mode.READ_ONLY) {
            return "The sandbox denied "
                    + what
                    + " (rule sandbox_mode = read-only). Only /tmp and the home folder take files,"
                    + " and only for this session. Ask for write access to this path.";
        }
        StringBuilder roots = new StringBuilder();
        confinement.writable().forEach(root -> roots.append(root).append(", "));
        return "The sandbox denied "
                + what
                + " (rule sandbox.writable_roots or sandbox.protected_names). Writable: "
                + roots
                + "/tmp and the home folder for this session. Ask for write access to this path.";
    }

    /// The path that stands before the words of the error on the same line, for example in `touch:
    /// cannot touch '/etc/x': Read-only file system` or `bash: line 1: /etc/x: Permission denied`;
    /// empty if none does.
    static String path(String output, int at) {
        int begin = output.lastIndexOf('\n', at) + 1;
        String line = output.substring(begin, at);
        int close = line.lastIndexOf('\'');
        if (close > 0 && line.lastIndexOf('\'', close - 1) >= 0) {
            return bounded(line.substring(line.lastIndexOf('\'', close - 1) + 1, close));
        }
        String rest = line.stripTrailing();
        if (!rest.endsWith(":")) {
            return "";
        }
        rest = rest.substring(0, rest.length() - 1);
        return bounded(rest.substring(rest.lastIndexOf(": ") + 1).strip());
    }

    private static String bounded(String path) {
        return path.length() > MAX_PATH_CHARACTERS || path.indexOf('\0') >= 0 ? "" : path;
    }
}
