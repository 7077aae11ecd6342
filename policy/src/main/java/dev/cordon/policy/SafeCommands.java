package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.Invocation;
import dev.cordon.policy.Knowledge.Kind;
import dev.cordon.policy.Knowledge.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells commands that only read from all others. An option that is not on the list of its program
/// makes a command unsafe, and so does everything whose value is not known.
final class SafeCommands {
    private final Knowledge knowledge;

    SafeCommands(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /// The files that the line reads, if it only reads; absent if it may do more.
    Optional<List<String>> reads(CommandFacts command) {
        if (!command.plain() || !command.doubts().isEmpty()) {
            return Optional.empty();
        }
        List<String> read = new ArrayList<>();
        for (Invocation invocation : command.commands()) {
            if (!invocation.carrier() && !isSafe(invocation, read)) {
                return Optional.empty();
            }
        }
        return Optional.of(read);
    }

    private boolean isSafe(Invocation invocation, List<String> read) {
        if (!invocation.known() || !invocation.isBareName()) {
            return false;
        }
        Optional<Program> program = knowledge.find(invocation.program());
        if (program.isEmpty() || !program.get().is(Kind.QUERY)) {
            return false;
        }
        List<Arg> args = invocation.argv().subList(1, invocation.argv().size());
        if (invocation.program().equals("sed")) {
            return isPrintingSed(args, read);
        }
        Options options = Options.all(program.get(), args);
        if (options.unknown().isPresent() || !fits(invocation, program.get(), options)) {
            return false;
        }
        if (program.get().is(Kind.READS)) {
            options.operands().forEach(operand -> read.add(operand.text()));
        }
        return true;
    }

    private static boolean fits(Invocation invocation, Program program, Options options) {
        int count = options.operands().size();
        if ((program.is(Kind.ONE) && count > 1) || (program.is(Kind.NONE) && count > 0)) {
            return false;
        }
        if (invocation.program().equals("date")) {
            // An operand without + sets the clock.
            return count == 0
                    || (count == 1 && options.operands().getFirst().text().startsWith("+"));
        }
        return true;
    }

    /// `sed -n RANGEp [--] FILE`, and nothing else.
    private static boolean isPrintingSed(List<Arg> args, List<String> read) {
        int size = args.size();
        boolean dashes = size == 4 && args.get(2).text().equals("--");
        if (size < 2 || (size > 3 && !dashes) || !args.getFirst().text().equals("-n")) {
            return false;
        }
        String file = size == 2 ? "" : args.getLast().text();
        if (!isRange(args.get(1).text()) || (!dashes && file.startsWith("-"))) {
            return false;
        }
        if (!file.isEmpty()) {
            read.add(file);
        }
        return true;
    }

    private static boolean isRange(String script) {
        if (!script.endsWith("p")) {
            return false;
        }
        String range = script.substring(0, script.length() - 1);
        int comma = range.indexOf(',');
        return comma < 0
                ? isNumber(range)
                : isNumber(range.substring(0, comma)) && isNumber(range.substring(comma + 1));
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return text.equals("$");
            }
        }
        return !text.isEmpty();
    }
}
