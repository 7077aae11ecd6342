package dev.cordon.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts two sets of requirements together so that the result is never wider than either.
final class RequirementMerge {
    private RequirementMerge() {}

    static Map<String, Config.Entry> of(Requirements a, Requirements b) {
        Map<String, Config.Entry> all = new LinkedHashMap<>(a.entries());
        b.entries()
                .forEach((name, entry) -> {
                    Config.Entry known = all.get(name);
                    all.put(name, known == null ? entry : one(name, known, entry));
                });
        onlyManagedHosts(all, a, b);
        onlyKnownServers(all, a, b);
        onlyKnownServers(all, b, a);
        return all;
    }

    private static Config.Entry one(String name, Config.Entry a, Config.Entry b) {
        return switch (RequirementKeys.table().merge(name)) {
            case INTERSECTION -> list(a, common(a, b));
            case UNION -> union(a, b);
            case BOTH -> isTrue(a) ? b : a;
            case EITHER -> isTrue(a) ? a : b;
            case SMALLEST -> amount(a) <= amount(b) ? a : b;
            case STRICTEST -> rank(name, a) <= rank(name, b) ? a : b;
            case JOINED -> joined(a, b);
            case EQUAL -> {
                if (!a.value().json().equals(b.value().json())) {
                    throw new ConfigException(
                            a.origin().file(),
                            a.value(),
                            name + " contradicts " + b.origin() + "; both must say the same");
                }
                yield a;
            }
        };
    }

    /// Where a file says that only its hosts may be allowed, those of the other are not.
    private static void onlyManagedHosts(
            Map<String, Config.Entry> all, Requirements a, Requirements b) {
        for (Requirements strict : List.of(a, b)) {
            if (strict.bool("network.managed_allowed_domains_only")) {
                all.entrySet()
                        .removeIf(entry ->
                                Config.isBelow(entry.getKey(), "network.domains")
                                        && word(entry.getValue()).equals("allow")
                                        && strict.entry(entry.getKey()).isEmpty());
            }
        }
    }

    private static void onlyKnownServers(
            Map<String, Config.Entry> all, Requirements strict, Requirements other) {
        if (strict.hasTable("mcp_servers") && other.hasTable("mcp_servers")) {
            all.keySet()
                    .removeIf(name ->
                            Config.isBelow(name, "mcp_servers") && strict.entry(name).isEmpty());
        }
    }

    private static List<Toml> common(Config.Entry a, Config.Entry b) {
        List<String> first = Tightening.texts(a.value());
        List<String> second = Tightening.texts(b.value());
        Set<String> kept = new LinkedHashSet<>();
        for (String word : first) {
            if (Requirements.matches(word, second)) {
                kept.add(word);
            }
        }
        for (String word : second) {
            if (Requirements.matches(word, first)) {
                kept.add(word);
            }
        }
        return texts(a, kept);
    }

    private static Config.Entry union(Config.Entry a, Config.Entry b) {
        if (a.value() instanceof Toml.Array(List<Toml> first, _, _)
                && b.value() instanceof Toml.Array(List<Toml> second, _, _)) {
            List<Toml> all = new ArrayList<>(first);
            all.addAll(second);
            return list(a, all);
        }
        return a;
    }

    private static Config.Entry joined(Config.Entry a, Config.Entry b) {
        String text = word(a) + "\n\n" + word(b);
        return new Config.Entry(
                new Toml.Text(text, a.value().line(), a.value().column()), a.origin());
    }

    private static Config.Entry list(Config.Entry like, List<Toml> elements) {
        return new Config.Entry(
                new Toml.Array(elements, like.value().line(), like.value().column()),
                like.origin());
    }

    private static List<Toml> texts(Config.Entry like, Set<String> words) {
        List<Toml> elements = new ArrayList<>();
        for (String word : words) {
            elements.add(new Toml.Text(word, like.value().line(), like.value().column()));
        }
        return elements;
    }

    private static boolean isTrue(Config.Entry entry) {
        return entry.value() instanceof Toml.Bool(boolean on, _, _) && on;
    }

    private static String word(Config.Entry entry) {
        return entry.value() instanceof Toml.Text(String text, _, _) ? text : "";
    }

    private static int rank(String name, Config.Entry entry) {
        return RequirementKeys.table()
                .keys()
                .find(name)
                .orElseThrow()
                .allowed()
                .indexOf(word(entry));
    }

    static double amount(Config.Entry entry) {
        return switch (entry.value()) {
            case Toml.Whole(long number, _, _) -> number;
            case Toml.Real(double number, _, _) -> number;
            case Toml.Table _, Toml.Array _, Toml.Text _, Toml.Bool _, Toml.Moment _ -> Double.NaN;
        };
    }
}
