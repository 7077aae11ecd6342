package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.Invocation;
import dev.cordon.policy.Knowledge.Kind;
import dev.cordon.policy.Knowledge.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the commands that a command runs: those after `env`, in `bash -c`, in `find -exec`.
final class Unwrapper {
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "rbash", "fish");

    /// How many beginnings are tried when an option of a wrapper is not known.
    private static final int MAX_GUESSES = 12;

    private final Knowledge knowledge;

    Unwrapper(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /// What a command runs.
    ///
    /// @param commands commands as words
    /// @param scripts commands as text
    /// @param runsOthers whether it runs anything but itself
    /// @param keepsPlain whether the whole may still be judged as if the inside stood alone
    /// @param doubt why it may run something that is not listed
    record Inside(
            List<List<Arg>> commands,
            List<String> scripts,
            boolean runsOthers,
            boolean keepsPlain,
            Optional<String> doubt) {
        static final Inside NOTHING =
                new Inside(List.of(), List.of(), false, true, Optional.empty());

        static Inside doubtful(List<List<Arg>> commands, String reason) {
            return new Inside(commands, List.of(), true, false, Optional.of(reason));
        }

        static Inside commands(List<List<Arg>> commands) {
            return new Inside(commands, List.of(), true, false, Optional.empty());
        }

        static Inside script(String script, boolean plain) {
            return new Inside(List.of(), List.of(script), true, plain, Optional.empty());
        }
    }

    boolean isShell(String program) {
        return SHELLS.contains(program);
    }

    Inside inside(Invocation invocation) {
        String program = invocation.program();
        List<Arg> args = invocation.argv().subList(1, invocation.argv().size());
        if (isShell(program)) {
            return shell(invocation, args);
        }
        switch (program) {
            case "eval" -> {
                return joined(args);
            }
            case "source", "." -> {
                return Inside.doubtful(List.of(), "runs a file as a script");
            }
            case "trap", "alias" -> {
                return texts(program, args);
            }
            case "find" -> {
                return find(args);
            }
            case "env" -> {
                for (Arg arg : args) {
                    if (arg.text().startsWith("-S") || arg.text().startsWith("--split-string")) {
                        return Inside.doubtful(List.of(args), "env splits a string");
                    }
                }
            }
            default -> {}
        }
        Optional<Program> known = knowledge.find(program);
        if (known.isEmpty()) {
            return Inside.NOTHING;
        }
        if (known.get().is(Kind.WRAPPER)) {
            return wrapped(program, known.get(), args);
        }
        return known.get().is(Kind.JOINS) ? joins(known.get(), args) : Inside.NOTHING;
    }

    /// `bash -c SCRIPT`, also with `-l` and other letters before the `c`.
    private static Inside shell(Invocation invocation, List<Arg> args) {
        for (int i = 0; i < args.size(); i++) {
            Arg arg = args.get(i);
            String text = arg.text();
            if (!arg.known()) {
                return Inside.doubtful(List.of(), "a script made at run time");
            }
            if (text.equals("-o") || text.equals("+o") || text.equals("-O") || text.equals("+O")) {
                i++;
                continue;
            }
            if (text.startsWith("--") && text.length() > 2) {
                if (text.equals("--rcfile") || text.equals("--init-file")) {
                    return Inside.doubtful(List.of(), "a start-up file of the shell");
                }
                continue;
            }
            boolean cluster = text.startsWith("-") && text.length() > 1 && !text.equals("--");
            if (cluster && text.indexOf('c') > 0) {
                return script(invocation, args, i);
            }
            if (!cluster && !text.startsWith("+")) {
                return Inside.doubtful(List.of(), "runs a file as a script");
            }
        }
        return Inside.doubtful(List.of(), "a shell that reads commands");
    }

    private static Inside script(Invocation invocation, List<Arg> args, int option) {
        if (option + 1 >= args.size() || !args.get(option + 1).known()) {
            return Inside.doubtful(List.of(), "a script made at run time");
        }
        String text = args.get(option).text();
        boolean usual = text.equals("-c") || text.equals("-lc");
        boolean alone = option == 0 && args.size() == 2 && usual && trusted(invocation);
        return Inside.script(args.get(option + 1).text(), alone);
    }

    private static boolean trusted(Invocation invocation) {
        return switch (invocation.argv().getFirst().text()) {
            case "bash",
                    "sh",
                    "zsh",
                    "/bin/bash",
                    "/bin/sh",
                    "/bin/zsh",
                    "/usr/bin/bash",
                    "/usr/bin/sh",
                    "/usr/bin/zsh" ->
                    true;
            default -> false;
        };
    }

    private static Inside joined(List<Arg> args) {
        StringBuilder script = new StringBuilder();
        for (Arg arg : args) {
            if (!arg.known()) {
                return Inside.doubtful(List.of(args), "a script made at run time");
            }
            script.append(script.isEmpty() ? "" : " ").append(arg.text());
        }
        return args.isEmpty() ? Inside.NOTHING : Inside.script(script.toString(), false);
    }

    private static Inside texts(String program, List<Arg> args) {
        List<String> scripts = new ArrayList<>();
        for (Arg arg : args) {
            int equals = arg.text().indexOf('=');
            boolean script = program.equals("trap") ? scripts.isEmpty() : equals > 0;
            if (script && !arg.text().startsWith("-")) {
                scripts.add(program.equals("trap") ? arg.text() : arg.text().substring(equals + 1));
            }
        }
        return new Inside(List.of(), scripts, true, false, Optional.empty());
    }

    private static Inside find(List<Arg> args) {
        List<List<Arg>> commands = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            boolean runs =
                    switch (args.get(i).text()) {
                        case "-exec", "-execdir", "-ok", "-okdir" -> true;
                        default -> false;
                    };
            if (runs) {
                int end = i + 1;
                while (end < args.size()
                        && !args.get(end).text().equals(";")
                        && !args.get(end).text().equals("+")) {
                    end++;
                }
                if (end > i + 1) {
                    commands.add(args.subList(i + 1, end));
                }
                i = end;
            }
        }
        return commands.isEmpty() ? Inside.NOTHING : Inside.commands(commands);
    }

    private static Inside wrapped(String program, Program known, List<Arg> args) {
        Options options = Options.upToOperand(known, args);
        int start = options.next();
        while (known.is(Kind.VARIABLES)
                && start < args.size()
                && args.get(start).text().indexOf('=') > 0) {
            start++;
        }
        start += known.is(Kind.SKIP_ONE) ? 1 : 0;
        List<List<Arg>> commands = new ArrayList<>();
        if (start < args.size()) {
            commands.add(args.subList(start, args.size()));
        }
        if (options.unknown().isPresent()) {
            for (int i = 0; i < args.size() && commands.size() < MAX_GUESSES; i++) {
                if (!args.get(i).text().startsWith("-")) {
                    commands.add(args.subList(i, args.size()));
                }
            }
            return Inside.doubtful(
                    commands, program + " has the unknown option " + options.unknown().get());
        }
        boolean asks = program.equals("command") && start > 0;
        return commands.isEmpty() || asks ? Inside.NOTHING : Inside.commands(commands);
    }

    private static Inside joins(Program known, List<Arg> args) {
        List<String> scripts = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String text = args.get(i).text();
            boolean command = text.equals("-c") || text.equals("--command");
            if (known.values().contains("command") && command && i + 1 < args.size()) {
                scripts.add(args.get(i + 1).text());
            } else if (known.values().contains("command") && text.startsWith("--command=")) {
                scripts.add(text.substring("--command=".length()));
            }
        }
        Options options = Options.upToOperand(known, args);
        int start = options.next() + (known.is(Kind.SKIP_ONE) ? 1 : 0);
        if (start < args.size()) {
            Inside rest = joined(args.subList(start, args.size()));
            List<String> all = new ArrayList<>(scripts);
            all.addAll(rest.scripts());
            return new Inside(rest.commands(), all, true, false, rest.doubt().or(options::unknown));
        }
        return new Inside(List.of(), scripts, !scripts.isEmpty(), false, options.unknown());
    }

    /// The program and its words without the options before its subcommand.
    List<Arg> withoutGlobalOptions(Invocation invocation) {
        List<Arg> argv = invocation.argv();
        Optional<Program> known = knowledge.find(invocation.program());
        if (known.isEmpty()) {
            return argv;
        }
        List<Arg> rest = argv.subList(1, argv.size());
        int next = Options.upToOperand(known.get(), rest).next();
        List<Arg> bare = new ArrayList<>();
        bare.add(argv.getFirst());
        bare.addAll(rest.subList(next, rest.size()));
        return bare;
    }
}
