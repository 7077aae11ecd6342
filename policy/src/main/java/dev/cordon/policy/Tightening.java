package dev.cordon.policy;

import dev.cordon.policy.ConfigKey.Repository;
import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says whether a repository's value is at least as strict as the one that counts so far.
final class Tightening {
    private static final String LOOSER =
            "would loosen what you have set; a repository may only tighten";

    private Tightening() {}

    /// What became of a repository's value: the value that counts from now on, or the reason why it
    /// is ignored.
    ///
    /// @param value empty if it is ignored
    /// @param reason empty if it counts
    record Verdict(Optional<Toml> value, String reason) {
        static Verdict counts(Toml value) {
            return new Verdict(Optional.of(value), "");
        }

        static Verdict ignored(String reason) {
            return new Verdict(Optional.empty(), reason);
        }
    }

    /// Compares.
    ///
    /// @param name the full dotted name
    /// @param current what counts so far
    static Verdict judge(ConfigKey key, String name, Toml wanted, Config current) {
        boolean stricter =
                switch (key.repository()) {
                    case NEVER -> false;
                    case FREE -> true;
                    case STRICTER_WORD -> stricterWord(key, wanted, current.text(name));
                    case STRICTER_APPROVAL -> stricterApproval(wanted, current);
                    case ONLY_FALSE -> wanted instanceof Toml.Bool(boolean on, _, _) && !on;
                    case ONLY_TRUE -> wanted instanceof Toml.Bool(boolean on, _, _) && on;
                    case FEWER ->
                            (!key.hasStandard() && !current.isSet(name))
                                    || current.texts(name).containsAll(texts(wanted));
                    case MORE -> true;
                    case SMALLER -> smaller(name, wanted, current);
                };
        if (key.repository() == Repository.NEVER) {
            return Verdict.ignored("cannot be set by a repository; set it in your own config.toml");
        }
        if (!stricter) {
            return Verdict.ignored(LOOSER);
        }
        return Verdict.counts(
                key.repository() == Repository.MORE ? both(name, wanted, current) : wanted);
    }

    private static boolean stricterWord(ConfigKey key, Toml wanted, Optional<String> current) {
        if (!(wanted instanceof Toml.Text(String word, _, _))) {
            return false;
        }
        int now = current.isEmpty() ? 0 : key.allowed().indexOf(current.get());
        return key.allowed().indexOf(word) <= now;
    }

    /// Under `untrusted` more is asked than under `on-request`, under `never` more is refused; the
    /// two cannot be compared with each other.
    private static boolean stricterApproval(Toml wanted, Config current) {
        if (!(wanted instanceof Toml.Text(String word, _, _))) {
            return false;
        }
        if (!current.names("approval_policy").isEmpty()) {
            return word.equals("never");
        }
        String now = current.text("approval_policy").orElse("");
        return word.equals(now) || now.equals("on-request");
    }

    private static boolean smaller(String name, Toml wanted, Config current) {
        Optional<String> now = current.number(name);
        boolean zeroMeansNoBound = name.contains("limits.");
        double limit = now.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(now.get());
        double wish = wanted.json() instanceof Json.Num number ? number.real() : Double.NaN;
        if (zeroMeansNoBound && limit == 0) {
            limit = Double.POSITIVE_INFINITY;
        }
        if (zeroMeansNoBound && wish == 0) {
            wish = Double.POSITIVE_INFINITY;
        }
        return wish <= limit;
    }

    private static Toml both(String name, Toml wanted, Config current) {
        Set<String> all = new LinkedHashSet<>(current.texts(name));
        all.addAll(texts(wanted));
        List<Toml> elements = new ArrayList<>();
        for (String text : all) {
            elements.add(new Toml.Text(text, wanted.line(), wanted.column()));
        }
        return new Toml.Array(elements, wanted.line(), wanted.column());
    }

    static List<String> texts(Toml value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof Toml.Array(List<Toml> elements, _, _)) {
            for (Toml element : elements) {
                if (element instanceof Toml.Text(String text, _, _)) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }
}
