package dev.cordon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads options where the start of the program counts.
///
/// picocli does everything else, and takes these same declarations for help and completion; loading
/// its model costs more than the whole rest of the start, so `exec` does without it.
final class Options {
    private final Map<String, Option> byName = new LinkedHashMap<>();
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();

    /// An option.
    ///
    /// @param names the first one is the key under which values are found
    /// @param value the name of its value in help; empty for a flag
    record Option(List<String> names, String value, String help) {
        Option {
            names = List.copyOf(names);
        }

        static Option flag(String help, String... names) {
            return new Option(List.of(names), "", help);
        }

        static Option value(String value, String help, String... names) {
            return new Option(List.of(names), value, help);
        }

        String key() {
            return names.getFirst();
        }

        boolean takesValue() {
            return !value.isEmpty();
        }
    }

    private Options(List<Option> known) {
        for (Option option : known) {
            for (String name : option.names()) {
                byName.put(name, option);
            }
        }
    }

    /// Sorts arguments into options and operands. Options may stand anywhere before `--`.
    ///
    /// @throws UsageException if an option is unknown or lacks its value
    static Options read(List<Option> known, List<String> arguments) {
        return read(known, arguments, Operands.ANYWHERE);
    }

    /// The same for a command whose operands have options of their own: the first one ends ours.
    static Options readFront(List<Option> known, List<String> arguments) {
        return read(known, arguments, Operands.LAST);
    }

    /// Where operands stand.
    private enum Operands {
        ANYWHERE,
        LAST
    }

    private static Options read(List<Option> known, List<String> arguments, Operands place) {
        Options options = new Options(known);
        boolean onlyOperands = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (onlyOperands || argument.equals("-") || !argument.startsWith("-")) {
                options.operands.add(argument);
                onlyOperands |= place == Operands.LAST;
            } else if (argument.equals("--")) {
                onlyOperands = true;
            } else {
                i += options.take(argument, i + 1 < arguments.size() ? arguments.get(i + 1) : null);
            }
        }
        return options;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /// The last value given.
    Optional<String> value(String key) {
        List<String> given = values.getOrDefault(key, List.of());
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
    }

    /// All values given, in order.
    List<String> values(String key) {
        return List.copyOf(values.getOrDefault(key, List.of()));
    }

    List<String> operands() {
        return List.copyOf(operands);
    }

    /// @return how many arguments more were used
    private int take(String argument, @org.jspecify.annotations.Nullable String next) {
        int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
        String name = equals < 0 ? argument : argument.substring(0, equals);
        Option option = byName.get(name);
        if (option == null && !argument.startsWith("--") && argument.length() > 2) {
            Option joined = byName.get(argument.substring(0, 2));
            if (joined != null && joined.takesValue()) {
                add(joined, argument.substring(2));
                return 0;
            }
        }
        if (option == null) {
            throw new UsageException(
                    "unknown option " + name + Nearest.hint(name, byName.keySet()));
        }
        if (!option.takesValue()) {
            if (equals >= 0) {
                throw new UsageException(name + " takes no value");
            }
            add(option, "");
            return 0;
        }
        if (equals >= 0) {
            add(option, argument.substring(equals + 1));
            return 0;
        }
        if (next == null) {
            throw new UsageException(name + " needs a value: " + option.value());
        }
        add(option, next);
        return 1;
    }

    private void add(Option option, String value) {
        values.computeIfAbsent(option.key(), _ -> new ArrayList<>()).add(value);
    }
}
