package dev.cordon.cli;

import dev.cordon.protocol.Confinement;
import dev.cordon.sandbox.DefaultConfinement;
import dev.cordon.sandbox.Overlay;
import dev.cordon.sandbox.SandboxException;
import dev.cordon.sandbox.SandboxOptions;
import dev.cordon.sandbox.Sandboxes;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `cordon sandbox`: runs one command behind the boundary that an agent's commands get.
@Command(
        name = "sandbox",
        description = "Run a command inside the sandbox.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The exit code is the command's own; 125 if the sandbox could not be set up, in which"
                    + " case nothing ran."
        })
final class SandboxCommand implements Callable<Integer> {
    private static final int NO_SANDBOX = 125;

    private final Host host;

    @Option(
            names = {"-s", "--sandbox"},
            paramLabel = "MODE",
            description = "read-only, workspace-write (default) or danger-full-access.")
    private String mode = "";

    @Option(
            names = {"-C", "--cd"},
            paramLabel = "DIR",
            description = "The workspace; absent, the current folder.")
    private String folder = "";

    @Option(
            names = "--add-dir",
            paramLabel = "DIR",
            description = "Another folder that may be written.")
    private List<String> more = new ArrayList<>();

    @Option(names = "--network", paramLabel = "WAY", description = "closed (default) or proxied.")
    private String network = "closed";

    @Option(
            names = "--overlay",
            paramLabel = "WHAT",
            description = {
                "Keep changes apart from the files, list them, and then keep, merge or drop them.",
                "merge does so only if the command succeeds."
            })
    private String overlay = "";

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "With --overlay: the layer to work in; absent, a new one.")
    private String layer = "";

    @Option(
            names = "-c",
            paramLabel = "KEY=VALUE",
            description = "Sets one configuration value: sandbox_mode.")
    private List<String> settings = new ArrayList<>();

    @Parameters(arity = "1..*", paramLabel = "CMD", description = "The command and its arguments.")
    private List<String> command = new ArrayList<>();

    SandboxCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!overlay.isEmpty() && !List.of("keep", "merge", "drop").contains(overlay)) {
            throw new UsageException("--overlay is keep, merge or drop, not \"" + overlay + "\"");
        }
        if (overlay.isEmpty() && !layer.isEmpty()) {
            throw new UsageException("--layer goes with --overlay");
        }
        String name = layer.isEmpty() ? Layers.freshName() : layer;
        Path workspace = folder(folder.isEmpty() ? "." : folder);
        List<Path> roots = new ArrayList<>();
        more.forEach(dir -> roots.add(folder(dir)));
        Confinement confinement =
                DefaultConfinement.of(
                        mode(), workspace, roots, host.home(), host.environment(), network());
        SandboxOptions options =
                new SandboxOptions(
                        host.cordonHome().resolve("state"),
                        host.cordonHome().resolve("tmp"),
                        _ -> Optional.empty(),
                        SandboxOptions.Choice.AUTO,
                        host.environment());
        Layers layers = new Layers(host);
        if (!overlay.isEmpty()) {
            confinement = confinement.withView(Confinement.View.OVERLAY);
            options = options.withLayer(layers.place(name));
        }
        try {
            int code =
                    Sandboxes.run(
                            options,
                            confinement,
                            command,
                            workspace,
                            host.in(),
                            host.out().bytes(),
                            host.err());
            return overlay.isEmpty() ? code : layerEnds(layers, name, code);
        } catch (SandboxException e) {
            host.say("cordon: " + e.getMessage());
            return NO_SANDBOX;
        } catch (IOException e) {
            host.say("cordon: " + e);
            return ExitCode.FAILED.code();
        }
    }

    private int layerEnds(Layers layers, String name, int code) throws IOException {
        Optional<Overlay> found = Overlay.open(layers.place(name));
        if (found.isEmpty()) {
            return code;
        }
        boolean merge = overlay.equals("merge") && code == 0;
        if (!merge) {
            new LayerText(found.get())
                    .changes()
                    .forEach(change -> host.say(Printable.text(change.line())));
        }
        if (merge) {
            return Layers.merge(host, found.get(), name) ? code : ExitCode.FAILED.code();
        }
        if (overlay.equals("drop")) {
            layers.drop(name);
        } else {
            host.say("kept in the layer " + name + ": cordon overlay show, merge or drop " + name);
        }
        return code;
    }

    private Confinement.Mode mode() {
        String word = mode;
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String key = equals < 0 ? setting : setting.substring(0, equals).strip();
            if (!key.equals("sandbox_mode") || equals < 0) {
                throw new UsageException(
                        "-c takes sandbox_mode=MODE here, not \"" + setting + "\"");
            }
            if (word.isEmpty()) {
                word = setting.substring(equals + 1).strip().replace("\"", "");
            }
        }
        try {
            return word.isEmpty()
                    ? Confinement.Mode.WORKSPACE_WRITE
                    : DefaultConfinement.mode(word);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Confinement.Network network() {
        return switch (network) {
            case "closed" -> Confinement.Network.CLOSED;
            case "proxied" -> Confinement.Network.PROXIED;
            default ->
                    throw new UsageException(
                            "--network is closed or proxied, not \"" + network + "\"");
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
