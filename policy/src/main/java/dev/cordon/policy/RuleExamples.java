package dev.cordon.policy;

import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tries the examples of a rule for commands.
final class RuleExamples {
    private final Rule.Prefix rule;

    RuleExamples(Rule.Prefix rule) {
        this.rule = rule;
    }

    /// Whether the rule matches the example: a command line, or a list of words.
    boolean matches(Toml example) {
        CommandFacts command =
                switch (example) {
                    case Toml.Text(String line, _, _) ->
                            CommandFacts.ofScript(line, Knowledge.builtIn());
                    case Toml.Array(List<Toml> elements, _, _) ->
                            CommandFacts.ofArgv(words(elements), Knowledge.builtIn());
                    case Toml.Table _, Toml.Whole _, Toml.Real _, Toml.Bool _, Toml.Moment _ ->
                            throw new IllegalArgumentException(
                                    "an example is a string or a list of strings");
                };
        Knowledge knowledge = Knowledge.builtIn();
        Rules only = new Rules(List.of(asUsers()), List.of());
        CommandRules rules =
                new CommandRules(only, Grants.NONE, knowledge, new SafeCommands(knowledge));
        Optional<Rule.Prefix> found = rules.strictest(command);
        return found.isPresent() && found.get().saying().verdict() == rule.saying().verdict();
    }

    /// A project's rule that allows has no effect, but its examples are tried all the same.
    private Rule.Prefix asUsers() {
        Rule.Saying saying = rule.saying();
        return new Rule.Prefix(
                rule.pattern(),
                new Rule.Saying(
                        saying.verdict(),
                        saying.justification(),
                        saying.outsideSandbox(),
                        Optional.empty(),
                        Origin.BUILT_IN));
    }

    private static List<String> words(List<Toml> elements) {
        List<String> words = new ArrayList<>();
        for (Toml element : elements) {
            words.add(element instanceof Toml.Text(String word, _, _) ? word : "");
        }
        return words.isEmpty() ? List.of("") : words;
    }
}
