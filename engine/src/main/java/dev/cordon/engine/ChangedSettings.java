package dev.cordon.engine;

import dev.cordon.protocol.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells a model what changed since it was told last. Nothing that was said is said again and
/// nothing is rewritten: the prefix of the history stays as it is.
final class ChangedSettings {
    static final String PERMISSIONS = "permissions";
    static final String ENVIRONMENT = "environment";
    private static final String ENVIRONMENT_START = "<environment_context>";
    private static final String WRITABLE = "<writable_root>";

    private ChangedSettings() {}

    /// The items to add before the next prompt; none if the model knows everything, or if this
    /// history never told it anything.
    ///
    /// @param history what the model sees
    /// @param environment the text of {@link EnvironmentContext} as it is now; empty if unknown
    static List<Item> since(List<Item> history, SessionParts parts, String environment) {
        List<Item> items = new ArrayList<>();
        String permissions = parts.settings().permissions();
        Optional<String> told = toldPermissions(history);
        if (told.isPresent() && !told.get().equals(permissions)) {
            items.add(
                    new Item.Context(
                            Item.Role.DEVELOPER,
                            PERMISSIONS,
                            List.of(permissions, "These permissions replace all earlier ones.")));
        }
        Set<String> changed = changedLines(history, environment);
        if (!changed.isEmpty()) {
            items.add(
                    new Item.Context(
                            Item.Role.USER,
                            ENVIRONMENT,
                            List.of(
                                    ENVIRONMENT_START
                                            + "\n"
                                            + String.join("\n", changed)
                                            + "\n</environment_context>")));
        }
        return items;
    }

    /// What a model is told when another one goes on with the work.
    static Item modelSwitch(String from, String to) {
        return new Item.Context(
                Item.Role.DEVELOPER,
                "model_switch",
                List.of(
                        "<model_switch>\nThe user changed the model from "
                                + from
                                + " to "
                                + to
                                + ". What was said before was said by the other model; go on with"
                                + " its work.\n</model_switch>"));
    }

    private static Optional<String> toldPermissions(List<Item> history) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i) instanceof Item.Context context
                    && context.kind().equals(PERMISSIONS)
                    && !context.parts().isEmpty()) {
                return Optional.of(context.parts().getFirst());
            }
        }
        return Optional.empty();
    }

    private static Set<String> changedLines(List<Item> history, String environment) {
        Map<String, String> told = new LinkedHashMap<>();
        Set<String> roots = new LinkedHashSet<>();
        for (Item item : history) {
            if (item instanceof Item.Context context && context.kind().equals(ENVIRONMENT)) {
                for (String part : context.parts()) {
                    if (part.startsWith(ENVIRONMENT_START)) {
                        lines(part, told, roots);
                    }
                }
            }
        }
        Set<String> changed = new LinkedHashSet<>();
        if (told.isEmpty() || environment.isEmpty()) {
            return changed;
        }
        Map<String, String> now = new LinkedHashMap<>();
        Set<String> rootsNow = new LinkedHashSet<>();
        lines(environment, now, rootsNow);
        now.forEach((name, line) -> {
            if (!line.equals(told.get(name))) {
                changed.add(line);
            }
        });
        rootsNow.removeAll(roots);
        changed.addAll(rootsNow);
        return changed;
    }

    private static void lines(String text, Map<String, String> byName, Set<String> roots) {
        for (String line : text.split("\n", -1)) {
            String stripped = line.strip();
            int end = stripped.indexOf('>');
            if (stripped.startsWith(WRITABLE)) {
                roots.add(line);
            } else if (end > 0
                    && stripped.startsWith("<")
                    && !stripped.startsWith("</")
                    && !stripped.equals(ENVIRONMENT_START)) {
                byName.put(stripped.substring(0, end), line);
            }
        }
    }
}
