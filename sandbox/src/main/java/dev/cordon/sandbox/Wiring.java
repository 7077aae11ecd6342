package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Which concrete classes stand behind the seams of this module.
final class Wiring {
    private Wiring() {}

    /// The host's side of the network of a session; empty if this build has none.
    static Optional<NetworkService> network(SandboxOptions options) {
        return Optional.empty();
    }

    /// bubblewrap, if the machine has it.
    ///
    /// @param why gets the reason if not
    static Optional<Boundary> bwrap(
            SandboxOptions options, Supplier<NetworkService> network, List<String> why) {
        why.add("bwrap: not in this build");
        return Optional.empty();
    }

    /// Landlock and a filter on a thread, without namespaces.
    ///
    /// @param why gets the reason if the kernel cannot
    static Optional<Boundary> landlock(
            SandboxOptions options, Supplier<NetworkService> network, List<String> why) {
        why.add("landlock: not in this build");
        return Optional.empty();
    }

    /// The macOS profile.
    static Optional<Boundary> seatbelt(
            SandboxOptions options, Supplier<NetworkService> network, List<String> why) {
        why.add("seatbelt: not in this build");
        return Optional.empty();
    }

    /// Cordon's own Git, outside the sandbox.
    static Result git(Action.Git action, Confinement confinement) {
        return new Result.Failed("this build cannot run " + action.arguments().getFirst());
    }

    /// Fetches and searches through the same judge as the proxy.
    static Result fetch(Action action, SandboxOptions options) {
        return new Result.Failed("this build cannot fetch: " + action.getClass().getSimpleName());
    }
}
