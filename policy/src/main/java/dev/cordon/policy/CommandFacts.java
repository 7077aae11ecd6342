package dev.cordon.policy;

import java.util.ArrayList;
import java.util.List;

/// What is known of a command line: every program that it would start, however it is wrapped.
///
/// @param commands every simple command in the order of the text, wrappers before what they wrap
/// @param plain whether it is nothing but literal words, joined by `&&`, `||`, `;`, `|` or the end
///   of a line, at most inside one `bash -c`
/// @param files the files of redirections
/// @param doubts what makes it less than plain, a phrase each
/// @param unresolved whether it may run programs that could not be told from the text
record CommandFacts(
        List<Invocation> commands,
        boolean plain,
        List<FileUse> files,
        List<String> doubts,
        boolean unresolved) {
    CommandFacts {
        commands = List.copyOf(commands);
        files = List.copyOf(files);
        doubts = List.copyOf(doubts);
    }

    /// One word of a command.
    ///
    /// @param text its value, or as it was written if the value is not known
    record Arg(String text, boolean known) {
        static Arg of(String text) {
            return new Arg(text, true);
        }
    }

    /// One program with its arguments.
    ///
    /// @param argv at least the program
    /// @param carrier whether it only runs other commands of this list, such as `bash -c`
    /// @param wrapped whether it was found inside of another command
    record Invocation(List<Arg> argv, boolean carrier, boolean wrapped) {
        Invocation {
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("a command has a program");
            }
            argv = List.copyOf(argv);
        }

        boolean known() {
            for (Arg arg : argv) {
                if (!arg.known()) {
                    return false;
                }
            }
            return true;
        }

        /// The name of the program without folders.
        String program() {
            String text = argv.getFirst().text();
            return text.substring(text.lastIndexOf('/') + 1);
        }

        /// Whether the program is looked up by the path of the environment.
        boolean isBareName() {
            return argv.getFirst().known() && argv.getFirst().text().indexOf('/') < 0;
        }

        List<String> texts() {
            List<String> texts = new ArrayList<>(argv.size());
            for (Arg arg : argv) {
                texts.add(arg.text());
            }
            return texts;
        }
    }

    /// A file that a redirection opens.
    record FileUse(Arg path, boolean writes) {}

    /// Reads the arguments of a command as they would be given to the system.
    static CommandFacts ofArgv(List<String> argv, Knowledge knowledge) {
        return CommandReader.ofArgv(argv, knowledge);
    }

    /// Reads a script.
    static CommandFacts ofScript(String script, Knowledge knowledge) {
        return CommandReader.ofScript(script, knowledge);
    }
}
