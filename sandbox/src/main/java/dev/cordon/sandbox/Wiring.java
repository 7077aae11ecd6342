package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Which concrete classes stand behind the seams of this module.
final class Wiring {
    private static final Path GIT = Path.of("/usr/bin/git");

    private Wiring() {}

    /// The host's side of the network of a session. Its folder lies in the temporary folder, which
    /// commands have one of their own of: the path of a socket must be short.
    static Optional<NetworkService> network(SandboxOptions options) {
        try {
            Path folder =
                    Files.createTempDirectory(
                            "cordon-net",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            NetworkSettings settings = options.network();
            if (settings.repositories().isEmpty()) {
                settings = settings.with(MavenRepositories.known(options.hostEnvironment()));
            }
            return Optional.of(new NetworkProxy(folder, options.guard(), settings));
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.PROXY_FAILED,
                    "sandbox: no folder for the network proxy: "
                            + e.getMessage()
                            + ". The command was not run.",
                    e);
        }
    }

    /// bubblewrap, if the machine has it.
    ///
    /// @param why gets the reason if not
    static Optional<Boundary> bwrap(
            SandboxOptions options, Supplier<NetworkService> network, List<String> why) {
        return made("bwrap", why, () -> new BwrapBoundary(options, Optional.empty()));
    }

    /// Landlock and a filter on a thread, without namespaces.
    ///
    /// @param why gets the reason if the kernel cannot
    static Optional<Boundary> landlock(
            SandboxOptions options, Supplier<NetworkService> network, List<String> why) {
        if (Landlock.abi() == 0) {
            why.add("landlock: this kernel has none");
            return Optional.empty();
        }
        return made(
                "landlock",
                why,
                () -> new ThreadBoundary(options, HelperBinary.extract(options.stateDirectory())));
    }

    /// The macOS profile.
    static Optional<Boundary> seatbelt(
            SandboxOptions options, Supplier<NetworkService> network, List<String> why) {
        if (!System.getProperty("os.name", "").startsWith("Mac")) {
            why.add("seatbelt: this is not macOS");
            return Optional.empty();
        }
        return made("seatbelt", why, () -> new SeatbeltBoundary(options, Optional.empty()));
    }

    /// Cordon's own Git, outside the sandbox where the repository is protected.
    ///
    /// @param numbers gives a number that no command of the session has
    static Result git(
            Action.Git action,
            Confinement confinement,
            Map<String, String> environment,
            Boundaries boundaries,
            IntSupplier numbers)
            throws InterruptedException {
        return new GitBroker(
                        GIT,
                        environment,
                        (around, repository) ->
                                new ConfinedGit(boundaries, around, repository, numbers))
                .perform(action, confinement);
    }

    /// Fetches and searches through the same judge as the proxy.
    static Result fetch(Action action, SandboxOptions options) throws InterruptedException {
        return switch (action) {
            case Action.FetchUrl fetch ->
                    new Fetcher(
                                    new ConnectionJudge(
                                            options.guard(),
                                            options.network(),
                                            ConnectionJudge.World.host()),
                                    trust())
                            .perform(fetch);
            case Action.WebSearch search -> Fetcher.perform(search);
            default ->
                    new Result.Failed("nothing to fetch in " + action.getClass().getSimpleName());
        };
    }

    private static Optional<Boundary> made(
            String name, List<String> why, Supplier<Boundary> maker) {
        try {
            return Optional.of(maker.get());
        } catch (SandboxException e) {
            why.add(name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has a default TLS context", e);
        }
    }
}
