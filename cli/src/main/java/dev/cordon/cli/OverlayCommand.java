package dev.cordon.cli;

import dev.cordon.sandbox.Overlay;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cordon overlay`: changes that were kept apart from the files.
@Command(
        name = "overlay",
        description = "Look at, merge or drop changes that were kept apart from the files.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A layer is made by cordon sandbox --overlay keep and cordon exec --overlay. What is"
                    + " protected, or changed in the files meanwhile, is never merged."
        })
final class OverlayCommand {
    static CommandLine tree(Host host) {
        return new CommandLine(new OverlayCommand())
                .addSubcommand(new ListAll(host))
                .addSubcommand(new Show(host))
                .addSubcommand(new Merge(host))
                .addSubcommand(new Drop(host));
    }

    @Command(
            name = "list",
            description = "One line a layer: name, number of changes, folders.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        private final Host host;

        ListAll(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            Layers layers = new Layers(host);
            for (String name : layers.names()) {
                Overlay overlay = layers.open(name);
                host.out().line(name + "\t" + overlay.changes().size() + "\t" + overlay.roots());
            }
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "show",
            description = "The changes of a layer as a diff.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "NAME", description = "The layer.")
        private String name = "";

        Show(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            for (String line : new LayerText(new Layers(host).open(name)).diff()) {
                host.out().line(Printable.text(line));
            }
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "merge",
            description = "Put the changes of a layer into the files. Exit code 1 if some stay.",
            mixinStandardHelpOptions = true)
    static final class Merge implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "NAME", description = "The layer.")
        private String name = "";

        Merge(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            boolean all = Layers.merge(host, new Layers(host).open(name), name);
            return (all ? ExitCode.DONE : ExitCode.FAILED).code();
        }
    }

    @Command(
            name = "drop",
            description = "Remove a layer with all changes in it.",
            mixinStandardHelpOptions = true)
    static final class Drop implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "NAME", description = "The layer.")
        private String name = "";

        Drop(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            new Layers(host).open(name).drop();
            return ExitCode.DONE.code();
        }
    }
}
