package dev.cordon.policy;

import dev.cordon.protocol.ActionDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of programs: which only read, which write, run others or talk to the network, and
/// which of their options change that. Read from `commands.txt` when it is first needed.
final class Knowledge {
    private final Map<String, Program> programs;

    private Knowledge(Map<String, Program> programs) {
        this.programs = programs;
    }

    /// What a program is; a program can be several of these.
    enum Kind {
        /// Only reads, as long as it gets no other options than the listed ones.
        QUERY,
        /// Its operands are files that it reads.
        READS,
        /// Its operands are files that it changes.
        WRITES,
        /// Its last operand is a file that it changes, the others are read.
        LAST_WRITES,
        /// Has no operands that are files.
        TEXT,
        /// Takes at most one operand.
        ONE,
        /// Takes no operand.
        NONE,
        /// Runs code of the repository or of packages.
        BUILD,
        /// Runs what it is given as code.
        INTERPRETER,
        /// Runs the command that follows its options.
        WRAPPER,
        /// Runs the rest of its words as a script.
        JOINS,
        /// Takes variables before the command.
        VARIABLES,
        /// Takes one operand before the command.
        SKIP_ONE,
        /// Has subcommands after options of its own.
        SUBCOMMANDS,
        /// Talks to other machines.
        NETWORK,
        /// Can destroy more than files.
        DANGER,
        /// `-5` is an option.
        DIGITS,
        /// Options are whole words after one dash, as in `find`.
        WORDS
    }

    /// One program.
    ///
    /// @param flags options without a value that change nothing else
    /// @param values options with a value that change nothing else
    /// @param writes options whose value is a file that is changed
    record Program(Set<Kind> kinds, Set<String> flags, Set<String> values, Set<String> writes) {
        boolean is(Kind kind) {
            return kinds.contains(kind);
        }
    }

    /// Holds the file until it is first used.
    private static final class File {
        static final String TEXT = read();
    }

    /// Holds the table until it is first used.
    private static final class Table {
        static final Knowledge BUILT_IN = parse(File.TEXT);
    }

    static Knowledge builtIn() {
        return Table.BUILT_IN;
    }

    /// The digest of what is built in. Reads the file but not what it means: every session names it
    /// when it starts, and only one with commands needs the table.
    static String builtInDigest() {
        return ActionDigest.sha256(File.TEXT);
    }

    Optional<Program> find(String program) {
        return Optional.ofNullable(programs.get(program));
    }

    boolean is(String program, Kind kind) {
        Program found = programs.get(program);
        return found != null && found.is(kind);
    }

    /// A name such as `python3.12` counts as `python3`.
    static String unversioned(String program) {
        int end = program.length();
        while (end > 0
                && (Character.isDigit(program.charAt(end - 1)) || program.charAt(end - 1) == '.')) {
            end--;
        }
        return end == 0 ? program : program.substring(0, end);
    }

    private static String read() {
        try (InputStream in = Knowledge.class.getResourceAsStream("commands.txt")) {
            if (in == null) {
                throw new IllegalStateException("commands.txt is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Knowledge parse(String text) {
        Map<String, Program> programs = new HashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (end > start && text.charAt(start) != '#') {
                line(text.substring(start, end), programs);
            }
            start = end + 1;
        }
        return new Knowledge(programs);
    }

    /// `names kinds [flags ...] [values ...] [writes ...]`, words separated by single spaces; names
    /// and kinds joined by commas.
    private static void line(String line, Map<String, Program> programs) {
        String[] words = line.split(" ", -1);
        Set<Kind> kinds = new LinkedHashSet<>();
        for (String kind : words[1].split(",", -1)) {
            kinds.add(kind(kind));
        }
        Set<String> flags = new HashSet<>();
        Set<String> values = new HashSet<>();
        Set<String> writes = new HashSet<>();
        Set<String> target = flags;
        for (int i = 2; i < words.length; i++) {
            switch (words[i]) {
                case "flags:" -> target = flags;
                case "values:" -> target = values;
                case "writes:" -> target = writes;
                default -> target.add(words[i]);
            }
        }
        Program program = new Program(kinds, flags, values, writes);
        for (String name : words[0].split(",", -1)) {
            if (programs.put(name, program) != null) {
                throw new IllegalStateException("commands.txt has " + name + " twice");
            }
        }
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "query" -> Kind.QUERY;
            case "reads" -> Kind.READS;
            case "writes" -> Kind.WRITES;
            case "last-writes" -> Kind.LAST_WRITES;
            case "text" -> Kind.TEXT;
            case "one" -> Kind.ONE;
            case "none" -> Kind.NONE;
            case "build" -> Kind.BUILD;
            case "interpreter" -> Kind.INTERPRETER;
            case "wrapper" -> Kind.WRAPPER;
            case "joins" -> Kind.JOINS;
            case "variables" -> Kind.VARIABLES;
            case "skip-one" -> Kind.SKIP_ONE;
            case "subcommands" -> Kind.SUBCOMMANDS;
            case "network" -> Kind.NETWORK;
            case "danger" -> Kind.DANGER;
            case "digits" -> Kind.DIGITS;
            case "words" -> Kind.WORDS;
            default -> throw new IllegalStateException("commands.txt has the kind " + word);
        };
    }
}
