package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.Knowledge.Kind;
import dev.cordon.policy.Knowledge.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The words of a command told apart by the rules of `getopt_long`: clusters of letters, values
/// joined or apart, long names that may be shortened, and `--`.
///
/// @param operands words that are no options
/// @param written values of options that name a file to change
/// @param unknown the first option that is not known to be harmless
/// @param next the number of the first word after the options at the beginning
record Options(List<Arg> operands, List<Arg> written, Optional<String> unknown, int next) {

    /// Reads only the options before the first operand, for programs that run the rest.
    static Options upToOperand(Program program, List<Arg> args) {
        return new Reader(program, args).read(true);
    }

    static Options all(Program program, List<Arg> args) {
        return new Reader(program, args).read(false);
    }

    private static final class Reader {
        private final Program program;
        private final List<Arg> args;
        private final List<Arg> operands = new ArrayList<>();
        private final List<Arg> written = new ArrayList<>();
        private Optional<String> unknown = Optional.empty();
        private int at;

        Reader(Program program, List<Arg> args) {
            this.program = program;
            this.args = args;
        }

        Options read(boolean stopAtOperand) {
            boolean optionsEnded = false;
            while (at < args.size()) {
                String text = args.get(at).text();
                boolean isOption = !optionsEnded && text.length() > 1 && text.startsWith("-");
                if (!isOption) {
                    if (stopAtOperand) {
                        break;
                    }
                    operands.add(args.get(at++));
                } else if (text.equals("--")) {
                    optionsEnded = true;
                    at++;
                    if (stopAtOperand) {
                        break;
                    }
                } else {
                    option(text);
                }
            }
            return new Options(List.copyOf(operands), List.copyOf(written), unknown, at);
        }

        private void option(String text) {
            at++;
            if (program.is(Kind.WORDS)) {
                word(text.substring(1), text);
            } else if (text.startsWith("--")) {
                longOption(text);
            } else if (!(program.is(Kind.DIGITS) && isNumber(text))) {
                cluster(text);
            }
        }

        private static boolean isNumber(String text) {
            for (int i = 1; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return true;
        }

        private void word(String name, String text) {
            if (program.values().contains(name)) {
                skipValue();
            } else if (!program.flags().contains(name)) {
                unknown(text);
            }
        }

        private void longOption(String text) {
            int equals = text.indexOf('=');
            String name = text.substring(2, equals < 0 ? text.length() : equals);
            if (anyBegins(program.writes(), name)) {
                unknown(text);
                if (equals >= 0) {
                    written.add(new Arg(text.substring(equals + 1), args.get(at - 1).known()));
                } else if (at < args.size()) {
                    written.add(args.get(at++));
                }
            } else if (equals >= 0) {
                if (!program.values().contains(name)) {
                    unknown(text);
                }
            } else if (program.flags().contains(name)) {
                return;
            } else if (program.values().contains(name)) {
                skipValue();
            } else {
                unknown(text);
            }
        }

        private static boolean anyBegins(Set<String> names, String name) {
            if (name.isEmpty()) {
                return false;
            }
            for (String full : names) {
                if (full.length() > 1 && full.startsWith(name)) {
                    return true;
                }
            }
            return false;
        }

        private void cluster(String text) {
            for (int i = 1; i < text.length(); i++) {
                String letter = text.substring(i, i + 1);
                boolean value = program.values().contains(letter);
                boolean writes = program.writes().contains(letter);
                if (writes || value) {
                    boolean joined = i + 1 < text.length();
                    if (writes) {
                        unknown("-" + letter);
                        if (joined) {
                            written.add(new Arg(text.substring(i + 1), args.get(at - 1).known()));
                        } else if (at < args.size()) {
                            written.add(args.get(at));
                        }
                    }
                    if (!joined) {
                        skipValue();
                    }
                    return;
                }
                if (!program.flags().contains(letter)) {
                    unknown(text);
                }
            }
        }

        private void skipValue() {
            at = Math.min(at + 1, args.size());
        }

        private void unknown(String option) {
            if (unknown.isEmpty()) {
                unknown = Optional.of(option);
            }
        }
    }
}
