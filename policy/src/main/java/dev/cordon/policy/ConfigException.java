package dev.cordon.policy;

import java.util.List;

/// The configuration cannot be used as it is; the program must stop with exit code 2.
///
/// The message has one line for each problem, each of the form `file:line:column: sentence`.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN = 10;

    private final transient List<Problem> problems;

    /// One thing that is wrong.
    ///
    /// @param file the file, or the option such as `-c`
    /// @param line counted from 1; 0 if there is none
    /// @param column counted from 1; 0 if there is none
    /// @param sentence what is wrong and what to do
    public record Problem(String file, int line, int column, String sentence) {
        /// For example `/etc/cordon/config.toml:3:1: unknown key "modle"; did you mean "model"?`.
        @Override
        public String toString() {
            String place = line == 0 ? file : file + ":" + line + ":" + column;
            return place + ": " + sentence;
        }
    }

    /// @param problems at least one
    public ConfigException(List<Problem> problems) {
        super(joined(problems));
        this.problems = List.copyOf(problems);
    }

    ConfigException(String file, Toml place, String sentence) {
        this(List.of(new Problem(file, place.line(), place.column(), sentence)));
    }

    ConfigException(String file, String sentence) {
        this(List.of(new Problem(file, 0, 0, sentence)));
    }

    /// What is wrong, in the order of the files.
    public List<Problem> problems() {
        return problems;
    }

    private static String joined(List<Problem> problems) {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < Math.min(problems.size(), MAX_SHOWN); i++) {
            message.append(i == 0 ? "" : "\n").append(problems.get(i));
        }
        if (problems.size() > MAX_SHOWN) {
            message.append("\nand ").append(problems.size() - MAX_SHOWN).append(" more problems");
        }
        return message.toString();
    }
}
