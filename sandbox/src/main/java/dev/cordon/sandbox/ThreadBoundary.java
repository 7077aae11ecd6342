package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Landlock and a system call filter on a thread that then starts the command: no namespaces, hence
/// degraded, and only where the administrator allowed that.
///
/// It keeps writes inside the writable roots, reading outside hidden places, and every socket out,
/// and takes root's capabilities. It cannot protect or hide names inside a writable root, hide
/// other processes, or give a terminal.
///
/// Where this build has the helper, the thread starts that once, without namespaces, and the helper
/// starts the commands, limits them and ends what they leave behind, also when Cordon is killed.
final class ThreadBoundary implements Boundary {
    private static final int MAX_RULES = 2000;
    private static final int MAX_DEPTH = 8;

    private final SandboxOptions options;
    private final Optional<Path> program;
    private final Architecture architecture;
    private final Set<LaunchedProcess> live = ConcurrentHashMap.newKeySet();
    private final Map<Confinement, Confined> confined = new HashMap<>();

    /// @param program the helper, if this build has one
    ThreadBoundary(SandboxOptions options, Optional<Path> program) {
        this.options = options;
        this.program = program;
        this.architecture = Architecture.current().orElseThrow(ThreadBoundary::missing);
        if (Landlock.abi() < 1) {
            throw missing();
        }
    }

    /// A helper under rules, with the folder that is its temporary one.
    private record Confined(Zygote zygote, Path temporary) {}

    private static SandboxException missing() {
        return new SandboxException(
                SandboxError.NO_BACKEND,
                "sandbox: this kernel has no Landlock (Linux 5.13 or newer, x86_64 or aarch64). The"
                        + " command was not run.");
    }

    @Override
    public Sandbox.Backend describe() {
        return new Sandbox.Backend(
                "landlock",
                Sandbox.Strength.DEGRADED,
                "Landlock and a system call filter without namespaces: no sockets at all, names"
                        + " inside writable folders are neither protected nor hidden, other"
                        + " processes can be seen");
    }

    @Override
    public Running start(Launch launch, Sink sink) throws InterruptedException {
        check(launch);
        try {
            if (program.isPresent()) {
                Confined under = confined(program.get(), launch.confinement());
                return under.zygote().start(with(launch, under.temporary()), sink);
            }
            Path temporary = temporary();
            ProcessBuilder builder = builder(launch, temporary);
            String mark = LaunchedProcess.mark(builder);
            Process process =
                    confine(launch.confinement(), temporary, Optional.empty(), builder::start);
            return LaunchedProcess.running(process, mark, sink, live, () -> remove(temporary));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static SandboxException failed(Exception e) {
        return new SandboxException(
                SandboxError.SETUP_FAILED,
                "sandbox: the command could not be started under Landlock: "
                        + e.getMessage()
                        + ". The command was not run.",
                e);
    }

    private synchronized Confined confined(Path helper, Confinement confinement)
            throws IOException, InterruptedException {
        Confined known = confined.get(confinement);
        if (known != null && known.zygote().usable()) {
            return known;
        }
        Path temporary = temporary();
        Zygote zygote =
                Zygote.plain(
                        helper,
                        builder ->
                                confine(
                                        confinement,
                                        temporary,
                                        Optional.of(helper),
                                        builder::start),
                        confinement.limits());
        Confined made = new Confined(zygote, temporary);
        confined.put(confinement, made);
        return made;
    }

    private Path temporary() throws IOException {
        Path state = Files.createDirectories(options.stateDirectory().toAbsolutePath());
        return Files.createTempDirectory(state.toRealPath(), "tmp-");
    }

    /// Starts a process on a thread of its own that is confined first.
    private Process confine(
            Confinement confinement,
            Path temporary,
            Optional<Path> helper,
            Callable<Process> starter)
            throws IOException, InterruptedException {
        List<Landlock.Rule> rules = rules(confinement, temporary);
        helper.ifPresent(path -> rules.add(new Landlock.Rule(path, Landlock.READ)));
        byte[] filter =
                SeccompProgram.bytes(
                        architecture, SeccompProgram.Sockets.NONE, confinement.permits());
        // What the confined thread needs is loaded before: it may read less afterwards.
        new ProcessBuilder("/bin/true").start();
        FutureTask<Process> task =
                new FutureTask<>(() -> {
                    Landlock.dropCapabilities(architecture);
                    Landlock.restrictThread(architecture, Landlock.abi(), rules);
                    Landlock.filterThread(architecture, filter);
                    return starter.call();
                });
        Thread.ofPlatform().name("cordon-confined").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    private static Launch with(Launch launch, Path temporary) {
        Map<String, String> environment = new HashMap<>(launch.environment());
        environment.put("TMPDIR", temporary.toString());
        return new Launch(
                launch.id(),
                launch.argv(),
                launch.cwd(),
                environment,
                launch.terminal(),
                launch.split(),
                launch.confinement());
    }

    private static void remove(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException _) {
            // It lies in a private folder of this user.
        }
    }

    private static void check(Launch launch) {
        Confinement confinement = launch.confinement();
        if (!confinement.permits().contains(Confinement.Permit.DEGRADED_BACKEND)) {
            throw new SandboxException(
                    SandboxError.DEGRADED_FORBIDDEN,
                    "sandbox: only the Landlock fallback works here (no pid or net namespace), and"
                            + " degraded mode is not allowed. Set allow_degraded = true, or install"
                            + " bubblewrap. The command was not run.");
        }
        boolean wanted =
                confinement.network() != Confinement.Network.CLOSED
                        || confinement.view() != Confinement.View.DIRECT
                        || launch.terminal() == Action.Terminal.PTY;
        if (wanted) {
            throw new SandboxException(
                    SandboxError.NO_BACKEND,
                    "sandbox: the Landlock fallback has no network, no copy-on-write view and no"
                            + " terminal. The command was not run.");
        }
    }

    private static ProcessBuilder builder(Launch launch, Path temporary) {
        List<String> argv =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                BwrapArguments.limits(launch.confinement().limits())
                                        + "exec \"$@\"",
                                "sh"));
        argv.addAll(launch.argv());
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .directory(launch.cwd().toFile())
                        .redirectErrorStream(!launch.split());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(launch.environment());
        environment.put("TMPDIR", temporary.toString());
        return builder;
    }

    private static List<Landlock.Rule> rules(Confinement confinement, Path temporary)
            throws IOException {
        int abi = Landlock.abi();
        Surroundings around = Surroundings.glance(confinement);
        Set<Path> hidden = new LinkedHashSet<>(around.hidden());
        around.home().ifPresent(hidden::add);
        // What the namespaces would show empty: temporary folders, other projects.
        around.folders().stream()
                .filter(path -> path.getNameCount() > 0 && !MountPlan.isSystem(path))
                .forEach(hidden::add);
        hidden.add(Path.of("/dev"));
        Set<Path> reading = new LinkedHashSet<>();
        grant(Path.of("/"), hidden, reading, 0);
        reading.addAll(around.readable());
        reading.add(around.workspace());
        reading.add(Path.of(System.getProperty("java.home")).toRealPath());
        List<Landlock.Rule> rules = new ArrayList<>();
        for (Path path : reading) {
            if (Landlock.usable(path)) {
                rules.add(new Landlock.Rule(path, Landlock.READ));
            }
        }
        if (confinement.mode() == Confinement.Mode.WORKSPACE_WRITE) {
            for (Path path : around.writable()) {
                rules.add(new Landlock.Rule(path, Landlock.writeRights(abi)));
            }
        }
        rules.add(new Landlock.Rule(temporary, Landlock.writeRights(abi)));
        for (String device : List.of("null", "zero", "full", "random", "urandom", "tty")) {
            rules.add(new Landlock.Rule(Path.of("/dev", device), Landlock.writeRights(abi)));
        }
        return rules;
    }

    /// Grants reading of a folder, or of what is in it where something in it is hidden.
    private static void grant(Path folder, Set<Path> hidden, Set<Path> reading, int depth)
            throws IOException {
        if (hidden.contains(folder)) {
            return;
        }
        boolean mixed = hidden.stream().anyMatch(h -> h.startsWith(folder));
        if (!mixed || depth > MAX_DEPTH) {
            if (!mixed) {
                reading.add(folder);
            }
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                boolean directory = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
                if (reading.size() >= MAX_RULES) {
                    throw new IOException("too many places stand beside hidden ones");
                }
                if (directory) {
                    grant(child, hidden, reading, depth + 1);
                } else if (!hidden.contains(child) && !Files.isSymbolicLink(child)) {
                    reading.add(child);
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        live.forEach(LaunchedProcess::kill);
        for (Confined each : confined.values()) {
            each.zygote().close();
            remove(each.temporary());
        }
        confined.clear();
    }
}
