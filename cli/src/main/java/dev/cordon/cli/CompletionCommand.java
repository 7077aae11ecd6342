package dev.cordon.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/// `cordon completion`: prints what a shell needs to complete our command line.
@Command(
        name = "completion",
        description = "Print a completion script for a shell.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "bash:  source <(cordon completion bash)",
            "zsh:   source <(cordon completion zsh)",
            "fish:  cordon completion fish | source"
        })
final class CompletionCommand implements Callable<Integer> {
    /// The shells that are known.
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    private final Host host;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        CommandLine root = Commands.root(host);
        root.addSubcommand(new CommandLine(exec()));
        switch (shell) {
            // The script of bash loads bashcompinit when zsh reads it.
            case BASH, ZSH -> host.out().text(AutoComplete.bash("cordon", root));
            case FISH -> host.out().text(fish(root));
        }
        return ExitCode.DONE.code();
    }

    /// `exec`, which picocli does not run.
    private static CommandSpec exec() {
        CommandSpec spec = CommandSpec.create().name("exec");
        spec.usageMessage().description("Run one turn without a terminal UI.");
        for (Options.Option option : ExecOptions.OPTIONS) {
            OptionSpec.Builder builder =
                    OptionSpec.builder(option.names().toArray(new String[0]))
                            .description(option.help());
            spec.addOption(
                    option.takesValue()
                            ? builder.type(String.class).paramLabel(option.value()).build()
                            : builder.arity("0").type(boolean.class).build());
        }
        return spec;
    }

    private static String fish(CommandLine root) {
        StringBuilder out = new StringBuilder("# fish completion for cordon\n");
        fish(root, "", out);
        return out.toString();
    }

    private static void fish(CommandLine line, String path, StringBuilder out) {
        String when =
                path.isEmpty()
                        ? "__fish_use_subcommand"
                        : "__fish_seen_subcommand_from" + path.substring(path.lastIndexOf(' '));
        Map<String, CommandLine> inner = line.getSubcommands();
        for (Map.Entry<String, CommandLine> sub : inner.entrySet()) {
            String[] description = sub.getValue().getCommandSpec().usageMessage().description();
            out.append("complete -c cordon -f -n ").append(quoted(when));
            out.append(" -a ").append(quoted(sub.getKey()));
            out.append(" -d ").append(quoted(description.length == 0 ? "" : description[0]));
            out.append('\n');
        }
        for (OptionSpec option : line.getCommandSpec().options()) {
            out.append("complete -c cordon -n ").append(quoted(when));
            for (String name : option.names()) {
                out.append(name.startsWith("--") ? " -l " : " -s ");
                out.append(quoted(name.startsWith("--") ? name.substring(2) : name.substring(1)));
            }
            out.append(option.arity().max() > 0 ? " -r" : "");
            String[] description = option.description();
            out.append(" -d ").append(quoted(description.length == 0 ? "" : description[0]));
            out.append('\n');
        }
        for (Map.Entry<String, CommandLine> sub : inner.entrySet()) {
            fish(sub.getValue(), path + " " + sub.getKey().toLowerCase(Locale.ROOT), out);
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
