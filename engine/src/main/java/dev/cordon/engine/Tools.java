package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tools of one session, in an order that never changes: they are part of the prefix that
/// providers cache.
public final class Tools {
    private final Map<String, Tool> byName = new LinkedHashMap<>();
    private final List<ToolSpec> specs = new ArrayList<>();
    private final List<ToolSpec> hosted;

    /// @param tools in the order in which models see them
    /// @param hosted tools that the provider itself runs
    public Tools(List<Tool> tools, List<ToolSpec> hosted) {
        for (Tool tool : tools) {
            byName.put(tool.spec().name(), tool);
            specs.add(tool.spec());
        }
        specs.addAll(hosted);
        this.hosted = List.copyOf(hosted);
    }

    /// These and more, after them. A name that is taken already stays what it is.
    Tools plus(List<Tool> more) {
        List<Tool> all = new ArrayList<>(byName.values());
        for (Tool tool : more) {
            if (!byName.containsKey(tool.spec().name())) {
                all.add(tool);
            }
        }
        return new Tools(all, hosted);
    }

    /// These but some, and nothing that the provider runs.
    Tools without(Set<String> names) {
        return new Tools(
                byName.values().stream()
                        .filter(tool -> !names.contains(tool.spec().name()))
                        .toList(),
                List.of());
    }

    List<ToolSpec> specs() {
        return List.copyOf(specs);
    }

    Optional<Tool> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// What to say to a model that called a tool that is not there.
    String unknown(String name) {
        return "unsupported call: "
                + name
                + ". The tools are: "
                + String.join(", ", byName.keySet());
    }
}
