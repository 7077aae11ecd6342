package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A mount plan in the words of bubblewrap.
///
/// @see <a href="https://github.com/containers/bubblewrap/blob/main/bwrap.xml">bwrap(1)</a>
final class BwrapArguments {
    private final Path scratch;
    private final Path empty;
    private final List<String> words = new ArrayList<>();
    private int files;

    private BwrapArguments(Path scratch, Path empty) {
        this.scratch = scratch;
        this.empty = empty;
    }

    /// The options, without the command.
    ///
    /// @param scratch a private folder for the files that are shown inside
    /// @throws SandboxException if the plan has what bubblewrap cannot do
    static List<String> of(MountPlan plan, Path cwd, Map<String, String> environment, Path scratch)
            throws IOException {
        Path empty = scratch.resolve("masked");
        Files.write(empty, new byte[0]);
        Files.setPosixFilePermissions(empty, java.util.Set.of());
        BwrapArguments made = new BwrapArguments(scratch, empty);
        made.add("--new-session", "--die-with-parent", "--unshare-all", "--unshare-user");
        made.add("--disable-userns", "--cap-drop", "ALL", "--hostname", "sandbox");
        for (int i = 0; i < plan.entries().size(); i++) {
            made.entry(plan.entries().get(i), new MountPlan(plan.entries().subList(0, i)));
        }
        made.add("--chdir", cwd.toString(), "--clearenv");
        environment.forEach((name, value) -> made.add("--setenv", name, value));
        return made.words;
    }

    private void add(String... more) {
        words.addAll(List.of(more));
    }

    private void entry(MountPlan.Entry entry, MountPlan before) throws IOException {
        switch (entry) {
            case MountPlan.Entry.ReadOnly(Path path, boolean optional) ->
                    add(optional ? "--ro-bind-try" : "--ro-bind", path.toString(), path.toString());
            case MountPlan.Entry.Writable(Path path) ->
                    add("--bind", path.toString(), path.toString());
            case MountPlan.Entry.Tmpfs(Path path, String mode, long bytes) -> {
                add("--perms", mode);
                if (bytes > 0) {
                    add("--size", Long.toString(bytes));
                }
                add("--tmpfs", path.toString());
            }
            case MountPlan.Entry.Mask(Path path) -> {
                if (before.access(path) != MountPlan.Access.NONE
                        && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    mask(path);
                }
            }
            case MountPlan.Entry.Pin(Path path) -> {
                boolean writable = before.access(path) == MountPlan.Access.WRITE;
                add(writable ? "--bind" : "--ro-bind", path.toString(), path.toString());
            }
            case MountPlan.Entry.Devices() -> add("--dev", "/dev");
            case MountPlan.Entry.Proc() -> {
                add("--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys");
                for (String name : HelperPlan.HIDDEN_IN_PROC) {
                    maskIfThere(Path.of("/proc", name));
                }
            }
            // The host's stays, read-only, from the root.
            case MountPlan.Entry.Sys() -> {
                for (String name : HelperPlan.HIDDEN_IN_SYS) {
                    maskIfThere(Path.of("/sys", name));
                }
            }
            case MountPlan.Entry.Text(Path path, String text) -> {
                Path file = scratch.resolve("text-" + files++);
                Files.writeString(file, text);
                add("--ro-bind", file.toString(), path.toString());
            }
            case MountPlan.Entry.Overlay(Path path, Path _, Path _) ->
                    throw new SandboxException(
                            SandboxError.NO_BACKEND,
                            "sandbox: bubblewrap cannot lay a copy over "
                                    + path
                                    + ". Build with a C compiler present, so that Cordon's helper"
                                    + " is used. The command was not run.");
        }
    }

    private void maskIfThere(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            mask(path);
        }
    }

    private void mask(Path path) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            add("--perms", "0000", "--tmpfs", path.toString(), "--remount-ro", path.toString());
        } else {
            add("--ro-bind", empty.toString(), path.toString());
        }
    }

    /// The limits as commands of a POSIX shell. The number of processes is not among them: not
    /// every shell sets it. A limit that cannot be set is lower already.
    static String limits(Confinement.Limits limits) {
        StringBuilder script = new StringBuilder("ulimit -c 0");
        limit(script, 'n', limits.maxOpenFiles());
        limit(script, 'f', limits.maxFileBytes() / 512);
        limit(script, 'd', limits.maxMemoryBytes() / 1024);
        limit(script, 't', limits.maxCpuSeconds());
        return script.append("; ").toString();
    }

    private static void limit(StringBuilder script, char letter, long value) {
        if (value > 0) {
            script.append("; ulimit -").append(letter).append(' ').append(value).append(" 2>&-");
        }
    }
}
