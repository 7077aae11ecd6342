package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// The system's bubblewrap, with the filter made here.
///
/// It cannot give a terminal, lead the network out through the proxy, lay a copy over a folder, or
/// limit the number of processes, and it starts anew for each command.
final class BwrapBoundary implements Boundary {
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/bwrap"), Path.of("/bin/bwrap"));

    private final SandboxOptions options;
    private final Path program;
    private final Set<LaunchedProcess> live = ConcurrentHashMap.newKeySet();

    // The kernel kills what asks to die with its parent when the thread ends that started it.
    private final ExecutorService spawner =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("cordon-bwrap").factory());

    /// @param network not used: the listener cannot be handed out of bubblewrap
    BwrapBoundary(SandboxOptions options, Optional<NetworkService> network) {
        this.options = options;
        this.program =
                PROGRAMS.stream()
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(() ->
                                new SandboxException(
                                        SandboxError.NO_BACKEND,
                                        "sandbox: there is no /usr/bin/bwrap. Install the"
                                                + " package bubblewrap. The command was not"
                                                + " run."));
    }

    @Override
    public Sandbox.Backend describe() {
        return new Sandbox.Backend(
                "bwrap",
                Sandbox.Strength.FULL,
                "bubblewrap with namespaces, read-only mounts and a system call filter; no"
                        + " terminal, no proxied network, no limit on processes");
    }

    @Override
    public Running start(Launch launch, Sink sink) throws InterruptedException {
        check(launch);
        Path scratch = null;
        Confinement confinement = launch.confinement();
        Optional<Placeholders> placeholders =
                confinement.mode() == Confinement.Mode.WORKSPACE_WRITE
                        ? Optional.of(
                                Placeholders.make(
                                        options.stateDirectory(),
                                        confinement.writable(),
                                        NamePatterns.of(confinement)))
                        : Optional.empty();
        try {
            Path state = Files.createDirectories(options.stateDirectory());
            scratch =
                    Files.createTempDirectory(
                            state,
                            "bwrap-",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            ProcessBuilder builder = prepare(launch, scratch);
            String mark = LaunchedProcess.mark(builder);
            Process process = spawner.submit(builder::start).get();
            Path used = scratch;
            return LaunchedProcess.namespaced(
                    process,
                    mark,
                    sink,
                    live,
                    () -> {
                        delete(used);
                        placeholders.ifPresent(Placeholders::close);
                    });
        } catch (SandboxException e) {
            placeholders.ifPresent(Placeholders::close);
            throw e;
        } catch (IOException | ExecutionException e) {
            placeholders.ifPresent(Placeholders::close);
            if (scratch != null) {
                delete(scratch);
            }
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "sandbox: bubblewrap could not be started: "
                            + e.getMessage()
                            + ". The command was not run.",
                    e);
        }
    }

    private static void check(Launch launch) {
        if (launch.confinement().network() != Confinement.Network.CLOSED) {
            throw new SandboxException(
                    SandboxError.PROXY_FAILED,
                    "sandbox: bubblewrap cannot lead connections to Cordon's proxy. Build with a C"
                            + " compiler present, so that Cordon's helper is used, or run with the"
                            + " network closed. The command was not run.");
        }
        if (launch.terminal() == Action.Terminal.PTY) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "sandbox: bubblewrap gives no terminal. Run the command with pipes. The command"
                            + " was not run.");
        }
    }

    private ProcessBuilder prepare(Launch launch, Path scratch) throws IOException {
        Confinement confinement = launch.confinement();
        Surroundings around = Surroundings.look(confinement, Homes.of(confinement));
        Map<Path, String> files = new HashMap<>(GradleInit.files(confinement, List.of()));
        Homes.passwordFile(confinement).ifPresent(text -> files.put(Homes.PASSWD, text));
        MountPlan plan = MountPlan.of(confinement, around, Map.of(), files);
        Architecture architecture =
                Architecture.current()
                        .orElseThrow(() -> new IOException("the processor is not known"));
        Path filter = scratch.resolve("filter");
        Files.write(
                filter,
                SeccompProgram.bytes(
                        architecture, SeccompProgram.Sockets.NAMESPACED, confinement.permits()));
        List<String> options =
                BwrapArguments.of(plan, launch.cwd().toRealPath(), launch.environment(), scratch);
        Path words = scratch.resolve("words");
        Files.write(words, (String.join("\0", options) + "\0").getBytes(StandardCharsets.UTF_8));
        List<String> command = new ArrayList<>();
        command.add("/bin/sh");
        command.add("-c");
        command.add(
                BwrapArguments.limits(confinement.limits())
                        + "exec 8<\"$1\" && exec 9<\"$2\" && shift 2 && exec \"$@\"");
        command.add("sh");
        command.add(words.toString());
        command.add(filter.toString());
        command.add(program.toString());
        command.addAll(List.of("--args", "8", "--seccomp", "9", "--"));
        command.addAll(launch.argv());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(!launch.split());
        builder.environment().clear();
        return builder;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException _) {
            // It holds no secret; the next sweep of the state folder finds it.
        }
    }

    @Override
    public void close() {
        live.forEach(LaunchedProcess::kill);
        spawner.shutdown();
    }
}
