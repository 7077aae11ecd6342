package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The plan in the entries that the helper obeys: limits, filters, mounts, Landlock rules. Whatever
/// can be decided is decided here; the helper only does it.
///
/// Shown texts lie in files of their own on the host until the sandbox stands.
final class HelperPlan implements AutoCloseable {
    /// A command may use what the machine has.
    static final Confinement.Limits NO_LIMITS = new Confinement.Limits(0, 0, 0, 0, 0, 0, 0, 0);

    private static final int RDONLY = 1;
    private static final int NOSUID = 2;
    private static final int NODEV = 4;
    private static final int NOEXEC = 8;

    // Numbers of `mount_setattr(2)` and of `mount(2)`, which are the same.
    private static final String READ_ONLY = String.valueOf(RDONLY | NOSUID | NODEV);
    private static final String WRITABLE = String.valueOf(NOSUID | NODEV);
    private static final String DEVICE = String.valueOf(NOSUID | NOEXEC);
    private static final String SEALED = String.valueOf(RDONLY | NOSUID | NODEV | NOEXEC);
    private static final String PRIVATE_MEMORY = String.valueOf(NOSUID | NODEV | NOEXEC);

    private static final List<String> DEVICES =
            List.of("null", "zero", "full", "random", "urandom", "tty");

    /// What /proc tells of the machine and a build does not need. Without `cgroups` a JVM takes the
    /// machine for what it has; with it, but without the groups' folders, older ones break.
    static final List<String> HIDDEN_IN_PROC =
            List.of(
                    "cgroups",
                    "kcore",
                    "keys",
                    "key-users",
                    "timer_list",
                    "kallsyms",
                    "kmsg",
                    "acpi",
                    "scsi",
                    "sched_debug",
                    "latency_stats",
                    "interrupts",
                    "kpagecount",
                    "kpagecgroup",
                    "kpageflags",
                    "config.gz",
                    "iomem",
                    "ioports",
                    "modules",
                    "slabinfo",
                    "vmallocinfo",
                    "diskstats",
                    "swaps",
                    "partitions",
                    "sysrq-trigger");

    /// The same of /sys.
    static final List<String> HIDDEN_IN_SYS =
            List.of("firmware", "kernel", "module", "power", "devices/virtual/powercap");

    private final PlanEntries out = new PlanEntries();
    private final List<MountPlan.Entry> before = new ArrayList<>();
    private final List<Path> texts = new ArrayList<>();

    private HelperPlan() {}

    /// A plan without namespaces, mounts and filters: commands are started, connected, limited and
    /// ended, and whoever starts the helper confines it.
    static HelperPlan plain(Confinement.Limits limits) {
        HelperPlan made = new HelperPlan();
        made.out.add('0');
        made.common(limits);
        return made;
    }

    /// @param network set if the confinement goes through the proxy
    /// @throws IOException if a text cannot be put into a file
    static HelperPlan of(MountPlan plan, Confinement confinement, Optional<NetworkService> network)
            throws IOException {
        HelperPlan made = new HelperPlan();
        made.common(confinement.limits());
        made.filters(confinement.permits());
        network.ifPresent(service -> made.listeners(service.socket()));
        try {
            for (MountPlan.Entry entry : plan.entries()) {
                made.entry(entry);
                made.before.add(entry);
            }
        } catch (IOException e) {
            made.close();
            throw e;
        }
        made.rules();
        return made;
    }

    byte[] toBytes() {
        return out.toBytes();
    }

    private void common(Confinement.Limits limits) {
        out.add('j', String.valueOf(ProcessHandle.current().pid()));
        // Numbers of `setrlimit(2)`, the same on x86_64 and aarch64.
        out.add('l', "4", "0"); // core
        limit("6", limits.maxProcesses());
        limit("2", limits.maxMemoryBytes()); // data: reserved memory that nobody uses is free
        limit("1", limits.maxFileBytes());
        limit("7", limits.maxOpenFiles());
        limit("0", limits.maxCpuSeconds());
    }

    private void limit(String resource, long value) {
        if (value > 0) {
            out.add('l', resource, String.valueOf(value));
        }
    }

    private void filters(Set<Confinement.Permit> permits) throws IOException {
        Architecture architecture =
                Architecture.current()
                        .orElseThrow(() -> new IOException("this processor has no filter"));
        out.add(
                'f',
                "c",
                SeccompProgram.bytes(architecture, SeccompProgram.Sockets.NAMESPACED, permits));
        out.add('f', "z", SeccompProgram.zygote(architecture, permits));
    }

    private void listeners(Path socket) {
        out.add('r', socket.toString());
        out.add('L', "P", "1", "127.0.0.1", "3128");
        out.add('L', "M", "1", "127.0.0.1", "3129");
        out.add('L', "H", "1", "0.0.0.0", "80");
        out.add('L', "T", "1", "0.0.0.0", "443");
        out.add('L', "D", "2", "127.0.0.1", "53");
    }

    private void entry(MountPlan.Entry entry) throws IOException {
        switch (entry) {
            case MountPlan.Entry.ReadOnly(Path path, boolean optional) -> {
                if (!optional || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    place(path, !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
                    bind("h", READ_ONLY, optional, path.toString(), path.toString());
                }
            }
            case MountPlan.Entry.Writable(Path path) -> {
                place(path, !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
                bind("h", WRITABLE, false, path.toString(), path.toString());
            }
            case MountPlan.Entry.Tmpfs(Path path, String mode, long sizeBytes) -> {
                place(path, true);
                out.add(
                        'm',
                        "tmpfs",
                        WRITABLE,
                        "mode=" + mode + ",size=" + sizeBytes,
                        path.toString());
            }
            case MountPlan.Entry.Mask(Path path) -> out.add('k', path.toString());
            case MountPlan.Entry.Pin(Path path) ->
                    bind("n", WRITABLE, false, path.toString(), path.toString());
            case MountPlan.Entry.Devices() -> devices();
            case MountPlan.Entry.Proc() -> {
                out.add('m', "proc", SEALED, "", "/proc");
                HIDDEN_IN_PROC.forEach(name -> out.add('q', "/proc/" + name));
            }
            case MountPlan.Entry.Sys() -> {
                out.add('m', "sysfs", SEALED, "", "/sys");
                HIDDEN_IN_SYS.forEach(name -> out.add('k', "/sys/" + name));
            }
            case MountPlan.Entry.Text(Path path, String text) -> text(path, text);
            case MountPlan.Entry.Overlay(Path path, Path upper, Path work) -> {
                place(path, true);
                out.add(
                        'm',
                        "overlay",
                        WRITABLE,
                        "lowerdir="
                                + escaped(path)
                                + ",upperdir="
                                + escaped(upper)
                                + ",workdir="
                                + escaped(work)
                                + ",userxattr",
                        path.toString());
            }
        }
    }

    private void bind(String root, String attributes, boolean optional, String from, String to) {
        out.add('b', root, attributes, optional ? "1" : "0", from, to);
    }

    private void devices() {
        out.add('m', "tmpfs", DEVICE, "mode=755,size=64k", "/dev");
        for (String name : DEVICES) {
            out.add('e', "292", "/dev/" + name);
            bind("h", DEVICE, name.equals("tty"), "/dev/" + name, "/dev/" + name);
        }
        out.add('d', "493", "/dev/pts");
        out.add('m', "devpts", DEVICE, "newinstance,ptmxmode=0666,mode=620", "/dev/pts");
        out.add('d', "493", "/dev/shm");
        out.add('m', "tmpfs", PRIVATE_MEMORY, "mode=1777,size=512m", "/dev/shm");
        out.add('s', "pts/ptmx", "/dev/ptmx");
        out.add('s', "/proc/self/fd", "/dev/fd");
        out.add('s', "/proc/self/fd/0", "/dev/stdin");
        out.add('s', "/proc/self/fd/1", "/dev/stdout");
        out.add('s', "/proc/self/fd/2", "/dev/stderr");
        // What hidden things look like.
        out.add('d', "493", "/dev/.hidden");
        out.add('d', "0", "/dev/.hidden/folder");
        out.add('e', "0", "/dev/.hidden/file");
    }

    private void text(Path path, String text) throws IOException {
        // The name may be a link to where the machine keeps the file; that place is covered.
        Path at = Files.exists(path) ? path.toRealPath() : path;
        Path file = Files.createTempFile("cordon-text", "");
        texts.add(file);
        Files.writeString(file, text);
        place(at, false);
        bind("h", READ_ONLY, false, file.toRealPath().toString(), at.toString());
    }

    /// Makes the place for a mount in a fresh file system: the folders down to it, and it.
    private void place(Path path, boolean folder) {
        Path fresh = null;
        for (MountPlan.Entry entry : before) {
            Path covers =
                    switch (entry) {
                        case MountPlan.Entry.ReadOnly(Path at, boolean optional) ->
                                optional && !Files.exists(at, LinkOption.NOFOLLOW_LINKS)
                                        ? null
                                        : at;
                        case MountPlan.Entry.Writable(Path at) -> at;
                        case MountPlan.Entry.Overlay(Path at, Path _, Path _) -> at;
                        case MountPlan.Entry.Tmpfs(Path at, String _, long _) -> at;
                        case MountPlan.Entry.Mask _,
                                MountPlan.Entry.Pin _,
                                MountPlan.Entry.Devices _,
                                MountPlan.Entry.Proc _,
                                MountPlan.Entry.Sys _,
                                MountPlan.Entry.Text _ ->
                                null;
                    };
            if (covers != null && path.startsWith(covers) && !path.equals(covers)) {
                fresh = entry instanceof MountPlan.Entry.Tmpfs ? covers : null;
            }
        }
        if (fresh == null) {
            return;
        }
        Path at = fresh;
        for (Path part : fresh.relativize(path)) {
            at = at.resolve(part);
            boolean last = at.equals(path);
            out.add(last && !folder ? 'e' : 'd', last && !folder ? "292" : "493", at.toString());
        }
    }

    // A second lock behind the mounts: reading anywhere, changing where a mount can be changed.
    private void rules() {
        long all = Landlock.allRights(Landlock.NEWEST_ABI);
        String change = String.valueOf(all & ~(Landlock.MAKE_CHAR | Landlock.MAKE_BLOCK));
        out.add('a', String.valueOf(Landlock.READ), "/");
        for (MountPlan.Entry entry : before) {
            switch (entry) {
                case MountPlan.Entry.Writable(Path at) -> out.add('a', change, at.toString());
                case MountPlan.Entry.Overlay(Path at, Path _, Path _) ->
                        out.add('a', change, at.toString());
                case MountPlan.Entry.Tmpfs(Path at, String _, long _) ->
                        out.add('a', change, at.toString());
                case MountPlan.Entry.ReadOnly _,
                        MountPlan.Entry.Mask _,
                        MountPlan.Entry.Pin _,
                        MountPlan.Entry.Devices _,
                        MountPlan.Entry.Proc _,
                        MountPlan.Entry.Sys _,
                        MountPlan.Entry.Text _ -> {
                    // nothing can be changed there
                }
            }
        }
        DEVICES.forEach(name -> out.add('a', change, "/dev/" + name));
        out.add('a', change, "/dev/pts");
        out.add('a', change, "/dev/shm");
    }

    // In the options of an overlay a colon, a comma and a backslash mean something; the host's
    // files lie below /oldroot while it is mounted.
    private static String escaped(Path path) {
        StringBuilder text = new StringBuilder("/oldroot");
        String plain = path.toString();
        for (int i = 0; i < plain.length(); i++) {
            if (":,\\".indexOf(plain.charAt(i)) >= 0) {
                text.append('\\');
            }
            text.append(plain.charAt(i));
        }
        return text.toString();
    }

    /// Removes the files that held texts; a sandbox that stands keeps what it shows.
    @Override
    public void close() {
        for (Path file : texts) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException _) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
