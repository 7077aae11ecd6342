package dev.cordon.cli;

import java.util.List;

/// What is wrong with a command line though each of its options is known: values that are none, and
/// options that mean nothing together. A mistake that is overlooked here shows only after the work
/// is done.
final class ExecMistakes {
    private static final String COLOR = "--color";
    private static final String CYBER = "--cyber-access-program";
    private static final String LOCAL = "--local-provider";

    /// Options whose empty value is a variable that a script forgot to set.
    private static final List<String> NEVER_EMPTY =
            List.of(
                    "-m",
                    "-p",
                    "-C",
                    "--add-dir",
                    "-i",
                    "-o",
                    "--output-schema",
                    "--approver",
                    "--thread-source");

    private ExecMistakes() {}

    /// @throws UsageException if there is one
    static void check(Options options, ExecOptions.Start start) {
        for (String key : NEVER_EMPTY) {
            for (String value : options.values(key)) {
                if (value.isBlank()) {
                    throw new UsageException(key + " has an empty value; leave it out or give one");
                }
            }
        }
        oneOf(options, COLOR, List.of("auto", "always", "never"));
        oneOf(options, CYBER, List.of("standard", "daybreak_blue", "daybreak_red"));
        oneOf(options, LOCAL, List.of("ollama", "lmstudio"));
        needs(options, LOCAL, options.has("--oss"), "--oss");
        needs(options, "--last", start instanceof ExecOptions.Start.Resume, "resume");
        needs(options, "--all", start instanceof ExecOptions.Start.Resume, "resume");
        needs(options, "--turn", start instanceof ExecOptions.Start.Fork, "fork SESSION");
    }

    private static void oneOf(Options options, String key, List<String> words) {
        String given = options.value(key).orElse(words.getFirst());
        if (!words.contains(given)) {
            StringBuilder known = new StringBuilder(words.getFirst());
            for (int i = 1; i < words.size(); i++) {
                known.append(i == words.size() - 1 ? " or " : ", ").append(words.get(i));
            }
            throw new UsageException(key + " \"" + given + "\" is unknown; use " + known);
        }
    }

    private static void needs(Options options, String key, boolean there, String what) {
        if (options.has(key) && !there) {
            throw new UsageException(key + " means something only with " + what);
        }
    }
}
