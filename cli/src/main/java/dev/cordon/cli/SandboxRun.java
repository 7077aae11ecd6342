package dev.cordon.cli;

import dev.cordon.cli.Options.Option;
import dev.cordon.journal.JournalException;
import dev.cordon.policy.ConfigException;
import dev.cordon.policy.Facts;
import dev.cordon.policy.PolicySettings;
import dev.cordon.policy.RulesPolicy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.sandbox.DefaultConfinement;
import dev.cordon.sandbox.SandboxException;
import dev.cordon.sandbox.SandboxOptions;
import dev.cordon.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs one command behind the boundary, as `cordon sandbox` does.
///
/// Without configuration and without `-c` nothing of the policy is loaded: what a command may do
/// when nothing is configured is known here, and the start is what this command costs.
final class SandboxRun {
    static final int NO_SANDBOX = 125;

    static final List<Option> OPTIONS =
            List.of(
                    Option.value("KEY=VALUE", "Set a configuration key.", "-c", "--config"),
                    Option.value("NAME", "Add the profile NAME.config.toml.", "-p", "--profile"),
                    Option.value(
                            "MODE",
                            "read-only, workspace-write (default) or danger-full-access.",
                            "-s",
                            "--sandbox"),
                    Option.value("DIR", "The workspace; absent, the current folder.", "-C", "--cd"),
                    Option.value("DIR", "Another folder that may be written.", "--add-dir"),
                    Option.value("WAY", "closed (default) or proxied.", "--network"),
                    Option.value(
                            "WHAT",
                            "Keep changes apart from the files: then keep, merge or drop them.",
                            "--overlay"),
                    Option.value("NAME", "With --overlay: the layer to work in.", "--layer"));

    private final Host host;

    SandboxRun(Host host) {
        this.host = host;
    }

    /// @param arguments what follows `sandbox`: options, then the command with its own
    int run(List<String> arguments) {
        Options options = Options.readFront(OPTIONS, arguments);
        if (options.operands().isEmpty()) {
            throw new UsageException("sandbox needs a command, for example: cordon sandbox -- ls");
        }
        Path workspace = folder(options.value("-C").orElse("."));
        try (UserRecord record = new UserRecord(host)) {
            Optional<Workplace> place =
                    configured(options, workspace)
                            ? Optional.of(Workplace.open(host, ExecOptions.settings(options)))
                            : Optional.empty();
            Confinement confinement =
                    place.isPresent()
                            ? fromConfiguration(options, workspace, place.get())
                            : byDefault(options, workspace);
            SandboxOptions sandbox = sandbox(place, workspace, record);
            if (sandbox.backend() == SandboxOptions.Choice.EXTERNAL) {
                host.say(
                        "cordon: Cordon's own sandbox is not used: the administrator declared "
                                + sandbox.outerBoundary()
                                + ", around Cordon, as the only boundary");
            }
            if (confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
                return outside(sandbox, confinement, options.operands(), workspace, record);
            }
            Optional<LayerRun> layer =
                    LayerRun.of(host, options.value("--overlay"), options.value("--layer"));
            if (layer.isEmpty()) {
                return perform(sandbox, confinement, options.operands(), workspace);
            }
            int code =
                    perform(
                            sandbox.withLayer(layer.get().place()),
                            confinement.withView(Confinement.View.OVERLAY),
                            options.operands(),
                            workspace);
            return layer.get().end(code);
        } catch (SandboxException e) {
            host.say("cordon: " + e.getMessage());
            return NO_SANDBOX;
        } catch (JournalException e) {
            host.say("cordon: " + e.getMessage());
            return ExitCode.FAILED.code();
        } catch (ConfigException e) {
            new RejectedConfiguration(host).record(e);
            host.say("cordon: " + e.getMessage());
            return ExitCode.USAGE.code();
        } catch (IOException e) {
            host.say("cordon: " + e);
            return ExitCode.FAILED.code();
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED.code();
        }
    }

    private SandboxOptions sandbox(Optional<Workplace> place, Path workspace, UserRecord record) {
        UnattendedGuard guard =
                new UnattendedGuard(
                        () ->
                                place.map(Workplace::policySettings)
                                        .orElseGet(() ->
                                                PolicySettings.builtIn(
                                                        host.home(), host.environment())),
                        workspace);
        SandboxOptions options =
                new SandboxOptions(
                        host.cordonHome().resolve("sandbox"),
                        host.cordonHome().resolve("tmp"),
                        new RecordedGuard(guard, record, host),
                        SandboxOptions.Choice.AUTO,
                        host.environment());
        return place.isEmpty()
                ? options
                : place.get()
                        .bounded(options)
                        .withNetwork(
                                new NetworkWiring(host, workspace)
                                        .settings(place.get().policySettings().network()));
    }

    // Said loudly and written down before it happens.
    private int outside(
            SandboxOptions options,
            Confinement confinement,
            List<String> command,
            Path workspace,
            UserRecord record)
            throws IOException, InterruptedException {
        host.say(
                "cordon: danger-full-access: this command runs OUTSIDE the sandbox, with your"
                        + " rights, your files and the network; nothing protects them.");
        Action.RunCommand action = action(command, workspace);
        long decision = record.leavesTheSandbox(action, confinement);
        long began = System.nanoTime();
        int code = perform(options, confinement, command, workspace);
        record.ended(action, code, (System.nanoTime() - began) / 1_000_000, decision);
        return code;
    }

    private static Action.RunCommand action(List<String> command, Path workspace) {
        return new Action.RunCommand(
                new CallId("sandbox"),
                Action.Requester.USER,
                command,
                workspace,
                Map.of(),
                Action.Terminal.PIPES,
                0,
                0,
                Optional.empty());
    }

    private int perform(
            SandboxOptions options, Confinement confinement, List<String> command, Path workspace)
            throws IOException, InterruptedException {
        return Sandboxes.run(
                options,
                confinement,
                command,
                workspace,
                host.in(),
                host.out().bytes(),
                host.err());
    }

    private boolean configured(Options options, Path workspace) {
        if (options.has("-c") || options.has("-p")) {
            return true;
        }
        if (Files.exists(host.cordonHome().resolve("config.toml"))
                || Files.exists(host.systemFolder())) {
            return true;
        }
        for (Path above = workspace; above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(".cordon/config.toml"))) {
                return true;
            }
        }
        return false;
    }

    private Confinement byDefault(Options options, Path workspace) {
        List<Path> roots = new ArrayList<>();
        options.values("--add-dir").forEach(dir -> roots.add(folder(dir)));
        try {
            return DefaultConfinement.of(
                    options.value("-s")
                            .map(DefaultConfinement::mode)
                            .orElse(Confinement.Mode.WORKSPACE_WRITE),
                    workspace,
                    roots,
                    host.home(),
                    host.environment(),
                    network(options));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /// What policy would give this command, were it a model's.
    private Confinement fromConfiguration(Options options, Path workspace, Workplace place) {
        Action.RunCommand action = action(options.operands(), workspace);
        Facts facts =
                new Facts(
                        Instant.now(),
                        workspace,
                        place.trusted(),
                        Map.of(),
                        List.of(),
                        Set.of(),
                        System.getProperty("user.name", ""),
                        Set.of());
        Confinement made = new RulesPolicy(place.policySettings()).confine(action, facts);
        Confinement.Network network =
                made.mode() == Confinement.Mode.DANGER_FULL_ACCESS
                        ? made.network()
                        : network(options);
        return new Confinement(
                made.mode(),
                made.workspace(),
                made.writable(),
                made.readable(),
                made.hidden(),
                made.hiddenNames(),
                made.protectedNames(),
                network,
                Confinement.View.DIRECT,
                made.environment(),
                made.limits(),
                made.permits());
    }

    private static Confinement.Network network(Options options) {
        String way = options.value("--network").orElse("closed");
        return switch (way) {
            case "closed" -> Confinement.Network.CLOSED;
            case "proxied" -> Confinement.Network.PROXIED;
            default ->
                    throw new UsageException("--network is closed or proxied, not \"" + way + "\"");
        };
    }

    private Path folder(String name) {
        Path path = host.directory().resolve(name).normalize();
        if (!Files.isDirectory(path)) {
            throw new UsageException(path + " is not a folder");
        }
        return path;
    }
}
