package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Where the escape suite runs its scripts: nowhere special, behind a command, behind a boundary.
final class EscapePlaces {
    static final long LIMIT_MILLIS = 20_000;

    /// Namespaces that are thrown away, so that an attack may succeed and harm nothing.
    static final List<String> APART =
            List.of(
                    "unshare",
                    "-rmnpui",
                    "--fork",
                    "--kill-child",
                    "--mount-proc",
                    "--propagation",
                    "private");

    private EscapePlaces() {}

    /// One attempt.
    ///
    /// @param environment what the launching process has
    /// @param network whether the command is led through the proxy
    record Attempt(
            Path workspace,
            Path home,
            String script,
            Map<String, String> environment,
            Confinement.Network network) {}

    /// What came of it.
    ///
    /// @param started false if the place refused to run anything
    /// @param hung it took longer than the limit
    record Ran(int exitCode, String output, boolean started, boolean hung) {}

    /// Runs a script somewhere.
    interface Place {
        Ran run(Attempt attempt) throws Exception;

        /// The back end that exceptions in the data name.
        String name();

        /// Whether no boundary of ours is around the script.
        default boolean bare() {
            return false;
        }

        /// Whether commands can be led through a proxy of the product.
        default boolean proxies() {
            return false;
        }
    }

    /// Behind a command prefix, as a user would type it, or with none. `@WS@` stands for the
    /// workspace.
    ///
    /// @throws IllegalStateException if this is root: where nothing or something unknown stops an
    ///   attack, it must not have the power to harm the machine
    static Place behind(String name, List<String> prefix) {
        if (EscapeHost.isRoot()) {
            throw new IllegalStateException(
                    "attacks without a boundary of ours do not run as root; start the runner by"
                            + " the command of EscapeControl");
        }
        return new Place() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean bare() {
                return true;
            }

            @Override
            public Ran run(Attempt attempt) throws Exception {
                return EscapePlaces.run(prefix, attempt);
            }
        };
    }

    private static Ran run(List<String> prefix, Attempt attempt) throws Exception {
        List<String> argv = new ArrayList<>();
        prefix.forEach(word -> argv.add(word.replace("@WS@", attempt.workspace().toString())));
        argv.addAll(List.of("/bin/bash", "-c", attempt.script()));
        Path output = Files.createTempFile("escape", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .directory(attempt.workspace().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(attempt.environment());
        // A process of its own reads, since Java's pipes end with the process that they lead to,
        // whoever else holds them.
        ProcessBuilder reader = new ProcessBuilder("/bin/cat").redirectOutput(output.toFile());
        List<Process> both = ProcessBuilder.startPipeline(List.of(builder, reader));
        Process process = both.getFirst();
        boolean ended = process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        // Whoever waits for the end of the output waits for what holds the pipe.
        both.getLast().waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        both.getLast().destroyForcibly();
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        Files.delete(output);
        return new Ran(ended ? process.exitValue() : 137, text, true, !ended);
    }

    /// Behind a boundary, made anew for each case with the default confinement.
    static Place behind(
            String name,
            boolean proxies,
            Set<Confinement.Permit> permits,
            Callable<Boundary> boundaries) {
        return new Place() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean proxies() {
                return proxies;
            }

            @Override
            public Ran run(Attempt attempt) throws Exception {
                Confinement confinement =
                        permitting(
                                DefaultConfinement.of(
                                        Confinement.Mode.WORKSPACE_WRITE,
                                        attempt.workspace(),
                                        List.of(),
                                        attempt.home(),
                                        attempt.environment(),
                                        attempt.network()),
                                permits);
                try (Boundary boundary = new WatchedBoundary(boundaries.call())) {
                    return new BoundaryRun()
                            .run(
                                    boundary,
                                    confinement,
                                    attempt.workspace(),
                                    attempt.script(),
                                    LIMIT_MILLIS);
                } catch (SandboxException e) {
                    return new Ran(125, String.valueOf(e.getMessage()), false, false);
                }
            }
        };
    }

    /// The native helper, with a proxy that would let everything through that its own address table
    /// lets through.
    static Place helper(Path state) {
        Path program = HelperBinary.extract(state).orElseThrow();
        return behind(
                "helper",
                true,
                Set.of(),
                () -> {
                    List<NetworkService> opened = new ArrayList<>();
                    Supplier<NetworkService> network =
                            () -> {
                                opened.add(openProxy());
                                return opened.getLast();
                            };
                    HelperBoundary boundary = new HelperBoundary(program, state, network);
                    return closing(boundary, () -> opened.forEach(NetworkService::close));
                });
    }

    private static NetworkService openProxy() {
        try {
            Path folder =
                    Files.createTempDirectory(
                            "escape-net",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            return new NetworkProxy(folder, _ -> Optional.empty(), NetworkSettings.DEFAULT);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Boundary closing(Boundary inner, Runnable after) {
        return new Boundary() {
            @Override
            public Sandbox.Backend describe() {
                return inner.describe();
            }

            @Override
            public Running start(Launch launch, Sink sink) throws InterruptedException {
                return inner.start(launch, sink);
            }

            @Override
            public void close() {
                inner.close();
                after.run();
            }
        };
    }

    static Place bwrap(SandboxOptions options) {
        return behind("bwrap", false, Set.of(), () -> new BwrapBoundary(options, Optional.empty()));
    }

    static Place landlock(SandboxOptions options) {
        return behind(
                "landlock",
                false,
                Set.of(Confinement.Permit.DEGRADED_BACKEND),
                () -> new ThreadBoundary(options, HelperBinary.extract(options.stateDirectory())));
    }

    static Confinement permitting(Confinement c, Set<Confinement.Permit> permits) {
        return new Confinement(
                c.mode(),
                c.workspace(),
                c.writable(),
                c.readable(),
                c.hidden(),
                c.hiddenNames(),
                c.protectedNames(),
                c.network(),
                c.view(),
                c.environment(),
                c.limits(),
                permits);
    }
}
