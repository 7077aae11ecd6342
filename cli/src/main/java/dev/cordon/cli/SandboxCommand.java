package dev.cordon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The help and the completion of `cordon sandbox`. {@link SandboxRun} runs it without this.
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
    private final Host host;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "KEY=VALUE",
            description = "Set a configuration key.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            description = "Add the profile NAME.config.toml.")
    private String profile = "";

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
    private String network = "";

    @Option(
            names = "--overlay",
            paramLabel = "WHAT",
            description =
                    "Keep changes apart from the files and list them; then keep, merge (if the"
                            + " command succeeds) or drop them.")
    private String overlay = "";

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "With --overlay: the layer to work in; absent, a new one.")
    private String layer = "";

    @Parameters(arity = "1..*", paramLabel = "CMD", description = "The command and its arguments.")
    private List<String> command = new ArrayList<>();

    SandboxCommand(Host host) {
        this.host = host;
    }

    /// Whether the words before the command ask for help.
    static boolean asksForHelp(List<String> arguments) {
        return !arguments.isEmpty()
                && List.of("-h", "--help", "-V", "--version").contains(arguments.getFirst());
    }

    @Override
    public Integer call() {
        List<String> arguments = new ArrayList<>();
        settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        more.forEach(dir -> arguments.addAll(List.of("--add-dir", dir)));
        add(arguments, "-p", profile);
        add(arguments, "-s", mode);
        add(arguments, "-C", folder);
        add(arguments, "--network", network);
        add(arguments, "--overlay", overlay);
        add(arguments, "--layer", layer);
        arguments.add("--");
        arguments.addAll(command);
        return new SandboxRun(host).run(arguments);
    }

    private static void add(List<String> arguments, String name, String value) {
        if (!value.isEmpty()) {
            arguments.addAll(List.of(name, value));
        }
    }
}
