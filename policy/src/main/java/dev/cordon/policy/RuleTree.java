package dev.cordon.policy;

import dev.cordon.policy.Rule.Verdict;
import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads rules from a TOML table.
///
/// ```
/// [[rules.prefix]]  pattern = ["git", ["push", "fetch"]]  decision = "ask"  justification = "..."
///                   match = ["git push origin"]  not_match = ["git status"]
///                   outside_sandbox = false  when = "user != 'ci'"
/// [[rules.host]]    host = "*.example.org:443"  methods = ["GET"]  decision = "allow"
/// [[rules.path]]    path = "deploy/**"  access = ["write"]  decision = "forbid"
/// [[rules.tool]]    server = "docs"  tool = "*"  decision = "allow"
/// [[rules.agent]]   name = "*"  decision = "ask"
/// rules.prefix_rules = [{pattern = [{token = "git"}, {any_of = ["push"]}], decision = "prompt"}]
/// ```
final class RuleTree {
    private final String file;
    private final Origin.Layer layer;
    private final Condition.Compiler compiler;

    RuleTree(String file, Origin.Layer layer, Condition.Compiler compiler) {
        this.file = file;
        this.layer = layer;
        this.compiler = compiler;
    }

    /// The rules of a tree; their examples have been tried.
    ///
    /// @throws ConfigException with the place of what is wrong
    Rules read(Toml tree) {
        List<Rule> rules = new ArrayList<>();
        for (Map.Entry<String, Toml> entry : table(tree, "rules").entries().entrySet()) {
            for (Toml element : array(entry.getValue(), entry.getKey())) {
                rules.add(rule(entry.getKey(), table(element, entry.getKey())));
            }
        }
        return new Rules(rules, List.of());
    }

    private Rule rule(String kind, Toml.Table table) {
        return switch (kind) {
            case "prefix", "prefix_rules" -> prefix(table, Optional.empty());
            case "host" -> host(table);
            case "path" -> path(table);
            case "tool" -> {
                allowed(table, "server", "tool");
                yield new Rule.Tool(text(table, "server"), text(table, "tool"), saying(table));
            }
            case "agent" -> {
                allowed(table, "name");
                yield new Rule.Agent(text(table, "name"), saying(table));
            }
            default ->
                    throw problem(
                            table,
                            "unknown kind of rule \""
                                    + kind
                                    + "\"; use prefix, prefix_rules, host, path, tool or agent");
        };
    }

    /// @param standard the decision of a rule that names none
    Rule.Prefix prefix(Toml.Table table, Optional<Verdict> standard) {
        allowed(table, "pattern", "match", "not_match", "outside_sandbox");
        List<List<String>> pattern = new ArrayList<>();
        for (Toml element : array(required(table, "pattern"), "pattern")) {
            pattern.add(alternatives(element));
        }
        if (pattern.isEmpty()) {
            throw problem(table, "pattern is empty; it has at least the name of the program");
        }
        Rule.Prefix rule = new Rule.Prefix(pattern, saying(table, standard));
        RuleExamples examples = new RuleExamples(rule);
        for (Toml example : optionalArray(table, "match")) {
            if (!examples.matches(example)) {
                throw problem(example, "this example of match does not match " + rule.name());
            }
        }
        for (Toml example : optionalArray(table, "not_match")) {
            if (examples.matches(example)) {
                throw problem(example, "this example of not_match matches " + rule.name());
            }
        }
        return rule;
    }

    private List<String> alternatives(Toml element) {
        List<String> words =
                switch (element) {
                    case Toml.Text(String word, _, _) -> List.of(word);
                    case Toml.Array array -> texts(array, "pattern");
                    case Toml.Table table -> {
                        boolean token = table.entries().containsKey("token");
                        Toml value = required(table, token ? "token" : "any_of");
                        if (table.entries().size() != 1) {
                            throw problem(table, "a word has token or any_of, and nothing else");
                        }
                        yield token ? List.of(text(table, "token")) : texts(value, "any_of");
                    }
                    case Toml.Whole _, Toml.Real _, Toml.Bool _, Toml.Moment _ -> List.of();
                };
        if (words.isEmpty() || words.contains("")) {
            throw problem(element, "a word of a pattern is a string or a list of strings");
        }
        return words;
    }

    Rule.Host host(Toml.Table table) {
        allowed(table, "host", "methods");
        Set<String> methods = new HashSet<>();
        for (Toml method : optionalArray(table, "methods")) {
            methods.add(word(method).toUpperCase(Locale.ROOT));
        }
        try {
            HostPattern pattern = HostPattern.parse(text(table, "host"));
            return new Rule.Host(pattern, methods, saying(table));
        } catch (IllegalArgumentException e) {
            throw problem(required(table, "host"), String.valueOf(e.getMessage()));
        }
    }

    private Rule path(Toml.Table table) {
        allowed(table, "path", "access");
        boolean reads = !table.entries().containsKey("access");
        boolean writes = reads;
        for (Toml access : optionalArray(table, "access")) {
            switch (word(access)) {
                case "read" -> reads = true;
                case "write" -> writes = true;
                default -> throw problem(access, "access is \"read\", \"write\" or both");
            }
        }
        return new Rule.File(text(table, "path"), reads, writes, saying(table));
    }

    private Rule.Saying saying(Toml.Table table) {
        return saying(table, Optional.empty());
    }

    private Rule.Saying saying(Toml.Table table, Optional<Verdict> standard) {
        Toml decision = table.entries().get("decision");
        if (decision == null && standard.isEmpty()) {
            throw problem(table, "decision is missing; use allow, ask or forbid");
        }
        Verdict verdict = decision == null ? standard.get() : verdict(decision);
        String justification = optionalText(table, "justification");
        boolean outside =
                table.entries().get("outside_sandbox") instanceof Toml.Bool(boolean yes, _, _)
                        && yes;
        return new Rule.Saying(
                verdict,
                justification,
                outside,
                condition(table),
                new Origin(layer, file, table.line()));
    }

    private Optional<Condition> condition(Toml.Table table) {
        Toml when = table.entries().get("when");
        if (when == null) {
            return Optional.empty();
        }
        if (layer != Origin.Layer.REQUIREMENTS) {
            throw problem(when, "only the administrator's rules have conditions");
        }
        try {
            return Optional.of(compiler.compile(word(when)));
        } catch (IllegalArgumentException e) {
            throw problem(when, String.valueOf(e.getMessage()));
        }
    }

    /// Our words, and those of Codex's files.
    private Verdict verdict(Toml decision) {
        return switch (word(decision)) {
            case "allow" -> Verdict.ALLOW;
            case "ask", "prompt" -> Verdict.ASK;
            case "forbid", "forbidden", "deny" -> Verdict.FORBID;
            default ->
                    throw problem(
                            decision,
                            "unknown decision "
                                    + decision.described()
                                    + "; use allow, ask or"
                                    + " forbid");
        };
    }

    void allowed(Toml.Table table, String... names) {
        Set<String> known = new HashSet<>(List.of(names));
        known.addAll(List.of("decision", "justification", "when"));
        for (Map.Entry<String, Toml> entry : table.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw problem(
                        entry.getValue(),
                        "unknown key \""
                                + entry.getKey()
                                + "\" in a rule; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private Toml required(Toml.Table table, String name) {
        Toml value = table.entries().get(name);
        if (value == null) {
            throw problem(table, name + " is missing");
        }
        return value;
    }

    String text(Toml.Table table, String name) {
        String text = word(required(table, name));
        if (text.isBlank()) {
            throw problem(table, name + " is empty");
        }
        return text;
    }

    private String optionalText(Toml.Table table, String name) {
        Toml value = table.entries().get(name);
        return value == null ? "" : word(value);
    }

    private String word(Toml value) {
        if (value instanceof Toml.Text(String text, _, _)) {
            return text;
        }
        throw problem(value, "expected a string, found " + value.described());
    }

    List<String> texts(Toml value, String name) {
        List<String> words = new ArrayList<>();
        for (Toml element : array(value, name)) {
            words.add(word(element));
        }
        return words;
    }

    private List<Toml> optionalArray(Toml.Table table, String name) {
        Toml value = table.entries().get(name);
        return value == null ? List.of() : array(value, name);
    }

    private List<Toml> array(Toml value, String name) {
        if (value instanceof Toml.Array(List<Toml> elements, _, _)) {
            return elements;
        }
        throw problem(value, name + " must be a list, found " + value.described());
    }

    private Toml.Table table(Toml value, String name) {
        if (value instanceof Toml.Table table) {
            return table;
        }
        throw problem(value, name + " must be a table, found " + value.described());
    }

    ConfigException problem(Toml place, String sentence) {
        return new ConfigException(file, place, sentence);
    }
}
