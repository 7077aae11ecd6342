package dev.cordon.policy;

import dev.cordon.policy.ConfigException.Problem;
import dev.cordon.policy.ConfigKey.Kind;
import dev.cordon.policy.ConfigKey.Repository;
import dev.cordon.policy.ConfigKey.Support;
import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one file, or the command line, sets: checked values by dotted name.
///
/// @param values in the order of the file
/// @param emptyTables tables without entries, which mean something in requirements
/// @param warnings sentences about keys that have no effect
record ConfigLayer(
        Origin.Layer layer,
        String file,
        Map<String, Toml> values,
        Map<String, Toml> emptyTables,
        List<String> warnings) {

    /// Checks a file against the table of keys.
    ///
    /// @throws ConfigException with all mistakes of the file
    static ConfigLayer check(Toml.Table root, Origin.Layer layer, String file, ConfigKeys keys) {
        Check check = new Check(file, layer);
        check.table(root, keys.root(), "");
        check.throwProblems();
        return new ConfigLayer(layer, file, check.values, check.emptyTables, check.warnings);
    }

    /// Checks one value of the command line.
    static ConfigLayer check(String key, Toml value, String option, ConfigKeys keys) {
        Check check = new Check(option, Origin.Layer.COMMAND_LINE);
        List<String> parts;
        try {
            parts = ConfigPath.parts(key);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    option, Quoted.of(key) + " is not the name of a key: " + e.getMessage());
        }
        Toml nested = value;
        for (int i = parts.size() - 1; i >= 0; i--) {
            nested = new Toml.Table(Map.of(parts.get(i), nested), 0, 0);
        }
        check.table((Toml.Table) nested, keys.root(), "");
        check.throwProblems();
        return new ConfigLayer(
                Origin.Layer.COMMAND_LINE, option, check.values, check.emptyTables, check.warnings);
    }

    Origin origin(Toml value) {
        return new Origin(layer, file, value.line());
    }

    private static final class Check {
        private final String file;
        private final Origin.Layer layer;
        private final Map<String, Toml> values = new LinkedHashMap<>();
        private final Map<String, Toml> emptyTables = new LinkedHashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Check(String file, Origin.Layer layer) {
            this.file = file;
            this.layer = layer;
        }

        void throwProblems() {
            if (!problems.isEmpty()) {
                throw new ConfigException(problems);
            }
        }

        private void problem(Toml place, String sentence) {
            problems.add(new Problem(file, place.line(), place.column(), sentence));
        }

        void table(Toml.Table table, ConfigKeys.Node node, String name) {
            for (Map.Entry<String, Toml> entry : table.entries().entrySet()) {
                Optional<ConfigKeys.Node> child = node.child(entry.getKey());
                if (child.isEmpty()) {
                    problem(entry.getValue(), Nearest.unknown(entry.getKey(), name, node.names()));
                } else {
                    String full = ConfigPath.child(name, entry.getKey());
                    value(entry.getValue(), child.get(), full);
                }
            }
        }

        private void value(Toml value, ConfigKeys.Node node, String name) {
            if (value instanceof Toml.Table table && node.isTable()) {
                if (table.entries().isEmpty()) {
                    emptyTables.put(name, table);
                }
                table(table, node, name);
            } else if (value instanceof Toml.Array array && node.element().isPresent()) {
                elements(array, node.element().get(), name);
                values.put(name, value);
            } else if (node.key().isPresent()) {
                leaf(value, node.key().get(), name);
            } else {
                String wanted = node.isTable() ? "a table" : "an array of tables";
                problem(value, name + " must be " + wanted + ", found " + value.described());
            }
        }

        private void elements(Toml.Array array, ConfigKeys.Node element, String name) {
            for (Toml each : array.elements()) {
                if (each instanceof Toml.Table table) {
                    Check inner = new Check(file, layer);
                    inner.table(table, element, name);
                    problems.addAll(inner.problems);
                    warnings.addAll(inner.warnings);
                } else {
                    problem(each, name + " must be an array of tables, found " + each.described());
                }
            }
        }

        private void leaf(Toml value, ConfigKey key, String name) {
            // What a repository may not set anyway is listed as ignored, and stops nothing.
            boolean ignored = layer == Origin.Layer.PROJECT && key.repository() == Repository.NEVER;
            if (key.support() == Support.REFUSED && !ignored) {
                problem(
                        value,
                        name
                                + " asks for a protection that Cordon does not give; remove it, or"
                                + " do not rely on it here");
                return;
            }
            if (!fits(value, key.kind())) {
                problem(
                        value,
                        name
                                + " must be "
                                + key.kind().wanted()
                                + ", found "
                                + describe(value, key.kind()));
                return;
            }
            Toml accepted = value;
            if (value instanceof Toml.Text(String word, int line, int column)
                    && key.name().equals("approval_policy")
                    && word.equals("on-failure")) {
                accepted = new Toml.Text("on-request", line, column);
                warn(
                        value,
                        "approval_policy \"on-failure\" is gone; it is taken as \"on-request\"");
            } else if (!allowed(value, key, name)) {
                return;
            }
            if (value instanceof Toml.Whole(long number, _, _) && number < 0) {
                problem(value, name + " must not be negative, found " + number);
                return;
            }
            if (value instanceof Toml.Real(double number, _, _)
                    && !(number >= 0 && number < Double.MAX_VALUE)) {
                problem(value, name + " must be a number from 0 upwards, found " + number);
                return;
            }
            if (key.support() == Support.WITHOUT_EFFECT) {
                warn(value, name + " has no effect in Cordon");
                return;
            }
            values.put(name, accepted);
        }

        private boolean allowed(Toml value, ConfigKey key, String name) {
            if (value instanceof Toml.Array(List<Toml> elements, _, _)
                    && key.kind() == Kind.TEXTS) {
                boolean all = true;
                for (Toml element : elements) {
                    all &= allowed(element, key, name);
                }
                return all;
            }
            if (value instanceof Toml.Text(String word, _, _)
                    && !key.allowed().isEmpty()
                    && !key.allowed().contains(word)) {
                String choices = Nearest.choices(key.allowed());
                problem(value, name + " " + Quoted.of(word) + " is unknown; use " + choices);
                return false;
            }
            return true;
        }

        private void warn(Toml place, String sentence) {
            warnings.add(new Problem(file, place.line(), place.column(), sentence).toString());
        }

        private static boolean fits(Toml value, Kind kind) {
            return switch (kind) {
                case TEXT, PATH -> value instanceof Toml.Text;
                case INTEGER -> value instanceof Toml.Whole;
                case NUMBER -> value instanceof Toml.Whole || value instanceof Toml.Real;
                case BOOL -> value instanceof Toml.Bool;
                case TEXTS, PATHS ->
                        value instanceof Toml.Array(List<Toml> elements, _, _)
                                && elements.stream().allMatch(e -> e instanceof Toml.Text);
                case TREE -> value instanceof Toml.Table || value instanceof Toml.Array;
            };
        }

        private static String describe(Toml value, Kind kind) {
            if (kind == Kind.TEXTS || kind == Kind.PATHS) {
                if (value instanceof Toml.Array(List<Toml> elements, _, _)) {
                    for (Toml element : elements) {
                        if (!(element instanceof Toml.Text)) {
                            return element.described() + " in it";
                        }
                    }
                }
            }
            return value.described();
        }
    }
}
