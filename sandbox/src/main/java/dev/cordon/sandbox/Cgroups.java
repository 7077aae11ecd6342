package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The part of the tree of control groups (cgroup v2) that was delegated to Cordon, where there is
/// one: the kernel then keeps the limits on memory and on the number of processes, all processes of
/// a prepared sandbox together. Without it they are kept by limits of each process and by {@link
/// TreeWatch}.
///
/// Delegated means: the group of this process belongs to this user who is not root, or carries the
/// mark that service managers set (`user.delegate`). Nobody else's group is ever changed. A group
/// with processes cannot have limited groups below it, so Cordon moves itself one level down first,
/// and if others are in its group, it leaves everything as it is.
///
/// @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">Control Group v2</a>
final class Cgroups {
    private static final List<String> WANTED = List.of("memory", "pids", "cpu");
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final Path group;
    private final List<String> controllers;
    private final AtomicInteger made = new AtomicInteger();

    private Cgroups(Path group, List<String> controllers) {
        this.group = group;
        this.controllers = controllers;
    }

    /// Looked for once: where a process is does not change by itself.
    private static final class Here {
        static final Optional<Cgroups> FOUND =
                find(
                        Path.of("/sys/fs/cgroup"),
                        Path.of("/proc/self/cgroup"),
                        ProcessHandle.current().pid());
    }

    /// The delegated group of this process, if there is one.
    static Optional<Cgroups> here() {
        return Here.FOUND;
    }

    /// @param mount where the tree is mounted
    /// @param membership `/proc/PID/cgroup` of this process
    /// @param self its number
    static Optional<Cgroups> find(Path mount, Path membership, long self) {
        try {
            Optional<Path> own = own(mount, membership);
            if (own.isEmpty() || !delegated(own.get())) {
                return Optional.empty();
            }
            List<String> available = words(own.get().resolve("cgroup.controllers"));
            List<String> usable = WANTED.stream().filter(available::contains).toList();
            if (usable.isEmpty() || !enable(own.get(), usable, self)) {
                return Optional.empty();
            }
            return Optional.of(new Cgroups(own.get(), usable));
        } catch (IOException | UnsupportedOperationException | SecurityException _) {
            return Optional.empty();
        }
    }

    // cgroups(7): the line of version 2 is `0::/path`.
    private static Optional<Path> own(Path mount, Path membership) throws IOException {
        if (!Files.isRegularFile(mount.resolve("cgroup.controllers"))) {
            return Optional.empty(); // version 1, or none
        }
        for (String line : Files.readAllLines(membership)) {
            if (line.startsWith("0::/") && !List.of(line.split("/", -1)).contains("..")) {
                Path path = mount.resolve(line.substring("0::/".length())).normalize();
                return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        ? Optional.of(path)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean delegated(Path group) throws IOException {
        Object owner = Files.getAttribute(group, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return (owner.equals(user) && !user.equals(0)) || marked(group);
    }

    private static boolean marked(Path group) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
        if (view == null || !view.list().contains("delegate")) {
            return false;
        }
        java.nio.ByteBuffer value =
                java.nio.ByteBuffer.allocate(Math.min(view.size("delegate"), 8));
        view.read("delegate", value);
        return new String(value.array(), StandardCharsets.US_ASCII).strip().equals("1");
    }

    private static boolean enable(Path group, List<String> usable, long self) throws IOException {
        if (words(group.resolve("cgroup.subtree_control")).containsAll(usable)) {
            return true;
        }
        List<String> members = words(group.resolve("cgroup.procs"));
        if (!members.equals(List.of(Long.toString(self)))) {
            return false; // others would have to move, too
        }
        Path inner = group.resolve("cordon");
        Files.createDirectories(inner);
        write(inner.resolve("cgroup.procs"), Long.toString(self));
        try {
            StringBuilder order = new StringBuilder();
            usable.forEach(name -> order.append(order.isEmpty() ? "+" : " +").append(name));
            write(group.resolve("cgroup.subtree_control"), order.toString());
            return true;
        } catch (IOException e) {
            write(group.resolve("cgroup.procs"), Long.toString(self));
            Files.deleteIfExists(inner);
            return false;
        }
    }

    /// Makes a group with these limits and puts a process into it; what that starts is in it, too.
    ///
    /// @return empty if that fails or nothing is limited; then the other means hold alone
    Optional<Cgroup> bound(long process, Confinement.Limits limits) {
        List<Setting> settings = settings(limits);
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        Path folder =
                group.resolve(
                        "cordon-" + ProcessHandle.current().pid() + "-" + made.incrementAndGet());
        try {
            Files.createDirectory(folder);
            for (Setting setting : settings) {
                write(folder.resolve(setting.file()), setting.value());
            }
            write(folder.resolve("cgroup.procs"), Long.toString(process));
            return Optional.of(new Cgroup(folder, limits));
        } catch (IOException _) {
            new Cgroup(folder, limits).close();
            return Optional.empty();
        }
    }

    /// One line for one file of a group.
    record Setting(String file, String value) {}

    /// What is written for some limits. A command gets all processors but a tenth of one, which is
    /// kept for whoever has to stop it.
    private List<Setting> settings(Confinement.Limits limits) {
        List<Setting> settings = new ArrayList<>();
        if (controllers.contains("memory") && limits.maxMemoryBytes() > 0) {
            settings.add(new Setting("memory.max", Long.toString(limits.maxMemoryBytes())));
        }
        if (controllers.contains("pids") && limits.maxProcesses() > 0) {
            settings.add(new Setting("pids.max", Integer.toString(limits.maxProcesses() + 8)));
        }
        if (controllers.contains("cpu") && !settings.isEmpty()) {
            int period = 100_000;
            long quota = (long) Runtime.getRuntime().availableProcessors() * period - period / 10;
            settings.add(new Setting("cpu.max", quota + " " + period));
        }
        return settings;
    }

    // The kernel takes a value in one write.
    static void write(Path file, String value) throws IOException {
        Files.write(
                file,
                value.getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE);
    }

    static List<String> words(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.US_ASCII);
            return text.isBlank() ? List.of() : List.of(text.strip().split("[ \n]"));
        }
    }
}
