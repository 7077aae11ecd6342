package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.Invocation;
import java.util.List;

/// Compares a command with the pattern of a rule: widely for rules that ask or forbid, narrowly for
/// rules that allow.
final class PrefixMatch {
    private PrefixMatch() {}

    /// How sure it is.
    enum Outcome {
        NO,
        /// A word that counts is only known at run time.
        MAYBE,
        YES
    }

    /// Widely: folders of the program, options between the words, and the order and spelling of
    /// options do not matter.
    static Outcome wide(List<List<String>> pattern, Invocation invocation) {
        Arg program = invocation.argv().getFirst();
        List<String> first = pattern.getFirst();
        if (!first.contains(invocation.program()) && !first.contains(program.text())) {
            return program.known() ? Outcome.NO : Outcome.MAYBE;
        }
        Outcome outcome = Outcome.YES;
        int at = 1;
        for (List<String> alternatives : pattern.subList(1, pattern.size())) {
            if (hasOption(alternatives, invocation)) {
                continue;
            }
            while (at < invocation.argv().size() && isOption(invocation.argv().get(at))) {
                at++;
            }
            if (at >= invocation.argv().size()) {
                return Outcome.NO;
            }
            Arg arg = invocation.argv().get(at++);
            if (!arg.known() && !alternatives.contains(arg.text())) {
                outcome = Outcome.MAYBE;
            } else if (!alternatives.contains(arg.text())) {
                return Outcome.NO;
            }
        }
        return outcome;
    }

    private static boolean isOption(Arg arg) {
        return arg.text().startsWith("-") && arg.text().length() > 1;
    }

    private static boolean hasOption(List<String> alternatives, Invocation invocation) {
        for (String wanted : alternatives) {
            if (wanted.length() > 1 && wanted.startsWith("-") && has(wanted, invocation)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(String wanted, Invocation invocation) {
        StringBuilder letters = new StringBuilder();
        for (Arg arg : invocation.argv().subList(1, invocation.argv().size())) {
            String text = arg.text();
            if (text.equals(wanted)) {
                return true;
            }
            if (text.startsWith("--") && wanted.startsWith("--")) {
                int equals = text.indexOf('=');
                String name = equals < 0 ? text : text.substring(0, equals);
                if (name.length() > 3 && wanted.startsWith(name)) {
                    return true;
                }
            } else if (text.startsWith("-")) {
                letters.append(text, 1, text.length());
            }
        }
        if (wanted.startsWith("--")) {
            return false;
        }
        for (int i = 1; i < wanted.length(); i++) {
            if (letters.indexOf(wanted.substring(i, i + 1)) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Narrowly: word by word, the program by its bare name.
    static boolean narrow(List<List<String>> pattern, Invocation invocation, Rules rules) {
        List<Arg> argv = invocation.argv();
        if (!invocation.known() || argv.size() < pattern.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            String word = argv.get(i).text();
            boolean same = pattern.get(i).contains(word);
            if (!same && !(i == 0 && isNamed(pattern.getFirst(), invocation, rules))) {
                return false;
            }
        }
        return true;
    }

    /// Whether `host_executable` lets the path count as the bare name; the last definition wins.
    private static boolean isNamed(List<String> names, Invocation invocation, Rules rules) {
        boolean allowed = false;
        for (Rules.HostExecutable executable : rules.executables()) {
            if (executable.name().equals(invocation.program())
                    && names.contains(executable.name())) {
                allowed = executable.paths().contains(invocation.argv().getFirst().text());
            }
        }
        return allowed;
    }
}
