package dev.cordon.policy;

import dev.cordon.protocol.Json;
import java.util.List;

/// One key of `config.toml`: what it takes, who may set it, what it means.
///
/// @param name dotted; `*` stands for a name that the user chooses, `[]` for each table of an array
/// @param kind what it takes
/// @param allowed the words it takes; empty if any; the strictest first where that has a meaning
/// @param standard the built-in value; {@link Json.Null} if there is none
/// @param repository what a repository may do with it
/// @param support what Cordon does with it
/// @param doc one sentence for people
public record ConfigKey(
        String name,
        Kind kind,
        List<String> allowed,
        Json standard,
        Repository repository,
        Support support,
        String doc) {
    public ConfigKey {
        allowed = List.copyOf(allowed);
    }

    /// What a key takes.
    public enum Kind {
        TEXT("a string"),
        /// A string; `~/` at its beginning is the user's home.
        PATH("a path as a string"),
        INTEGER("an integer"),
        NUMBER("a number"),
        BOOL("true or false"),
        TEXTS("an array of strings"),
        /// Like {@link #TEXTS}, each a path.
        PATHS("an array of paths as strings"),
        /// Any value; the feature that reads it checks it.
        TREE("a table or an array");

        private final String wanted;

        Kind(String wanted) {
            this.wanted = wanted;
        }

        /// For example `a string`.
        public String wanted() {
            return wanted;
        }
    }

    /// What a trusted repository may do with a key.
    public enum Repository {
        /// Nothing: the value in a repository is ignored and listed.
        NEVER,
        /// Anything: the key has nothing to do with protection.
        FREE,
        /// Choose a word that stands before the user's in {@link ConfigKey#allowed()}.
        STRICTER_WORD,
        /// Leave `on-request` for `untrusted` or `never`.
        STRICTER_APPROVAL,
        /// Switch off.
        ONLY_FALSE,
        /// Switch on.
        ONLY_TRUE,
        /// Leave out elements of the user's list.
        FEWER,
        /// Add elements to the user's list; the user's stay.
        MORE,
        /// Lower a bound.
        SMALLER
    }

    /// What Cordon does with a key.
    public enum Support {
        /// It has its effect.
        USED,
        /// Taken over from Codex files; has no effect and is said so.
        WITHOUT_EFFECT,
        /// Asks for a protection that Cordon does not give in this way: an error.
        REFUSED
    }

    ConfigKey standard(Json value) {
        return new ConfigKey(name, kind, allowed, value, repository, support, doc);
    }

    ConfigKey standard(String value) {
        return standard(Json.of(value));
    }

    ConfigKey standard(long value) {
        return standard(Json.of(value));
    }

    ConfigKey standard(boolean value) {
        return standard(Json.of(value));
    }

    ConfigKey named(String other) {
        return new ConfigKey(other, kind, allowed, standard, repository, support, doc);
    }

    ConfigKey none() {
        return standard(Json.texts(List.of()));
    }

    ConfigKey oneOf(String... words) {
        return new ConfigKey(name, kind, List.of(words), standard, repository, support, doc);
    }

    ConfigKey repository(Repository rule) {
        return new ConfigKey(name, kind, allowed, standard, rule, support, doc);
    }

    ConfigKey free() {
        return repository(Repository.FREE);
    }

    ConfigKey withoutEffect() {
        return new ConfigKey(
                name, kind, allowed, standard, repository, Support.WITHOUT_EFFECT, doc);
    }

    ConfigKey refused() {
        return new ConfigKey(name, kind, allowed, standard, repository, Support.REFUSED, doc);
    }

    boolean hasStandard() {
        return standard != Json.Null.NULL;
    }
}
