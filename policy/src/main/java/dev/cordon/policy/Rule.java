package dev.cordon.policy;

import dev.cordon.protocol.Origin;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Something that somebody wrote down about what may happen.
public sealed interface Rule {
    /// What the rule says of everything that it matches.
    Saying saying();

    /// How a decision names it, for example `rules.prefix[git push]`.
    String name();

    /// What a rule wants, weakest first: the strictest of all matching rules wins.
    enum Verdict {
        ALLOW,
        ASK,
        FORBID;

        /// The word in files.
        String word() {
            return switch (this) {
                case ALLOW -> "allow";
                case ASK -> "ask";
                case FORBID -> "forbid";
            };
        }
    }

    /// The part that rules of all kinds share.
    ///
    /// @param verdict what to do
    /// @param justification shown to people and to the model; may be empty
    /// @param outsideSandbox whether a command that it allows runs without the sandbox
    /// @param condition an expression that must hold too; only in requirements
    /// @param origin where the rule stands
    record Saying(
            Verdict verdict,
            String justification,
            boolean outsideSandbox,
            Optional<Condition> condition,
            Origin origin) {
        static Saying of(Verdict verdict, Origin origin) {
            return new Saying(verdict, "", false, Optional.empty(), origin);
        }
    }

    /// Commands that begin with these words.
    ///
    /// @param pattern one list of alternatives for each word
    record Prefix(List<List<String>> pattern, Saying saying) implements Rule {
        public Prefix {
            if (pattern.isEmpty() || pattern.stream().anyMatch(List::isEmpty)) {
                throw new IllegalArgumentException("a pattern has at least one word");
            }
            pattern = pattern.stream().map(List::copyOf).toList();
        }

        @Override
        public String name() {
            StringBuilder out = new StringBuilder("rules.prefix[");
            for (int i = 0; i < pattern.size(); i++) {
                out.append(i == 0 ? "" : " ").append(String.join("|", pattern.get(i)));
            }
            return out.append(']').toString();
        }
    }

    /// Hosts.
    ///
    /// @param methods HTTP methods in capitals; empty means all
    record Host(HostPattern host, Set<String> methods, Saying saying) implements Rule {
        public Host {
            methods = Set.copyOf(methods);
        }

        @Override
        public String name() {
            return "rules.host[" + host + "]";
        }
    }

    /// Files.
    ///
    /// @param pattern an absolute path or one relative to the workspace; `*`, `**` and `?` as in
    ///   {@link Glob}; a path without them holds for everything below it too
    /// @param reads whether reading is meant
    /// @param writes whether changing is meant
    record File(String pattern, boolean reads, boolean writes, Saying saying) implements Rule {
        @Override
        public String name() {
            return "rules.path[" + pattern + "]";
        }
    }

    /// Tools of MCP servers; both are patterns as in {@link Glob}.
    record Tool(String server, String tool, Saying saying) implements Rule {
        @Override
        public String name() {
            return "rules.tool[" + server + "/" + tool + "]";
        }
    }

    /// Sub-agents; a pattern as in {@link Glob}.
    record Agent(String agent, Saying saying) implements Rule {
        @Override
        public String name() {
            return "rules.agent[" + agent + "]";
        }
    }
}
