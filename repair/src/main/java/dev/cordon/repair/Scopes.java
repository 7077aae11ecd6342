package dev.cordon.repair;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.VariableElement;

/// The variables in scope while a tree is walked, and what the file has to offer for reuse.
final class Scopes {
    private final Deque<List<VariableElement>> frames = new ArrayDeque<>();

    void enter() {
        frames.push(new ArrayList<>());
    }

    void leave() {
        frames.pop();
    }

    void declare(VariableElement variable) {
        if (!frames.isEmpty()) {
            frames.element().add(variable);
        }
    }

    /// All variables that can be named, innermost first; a hidden one is left out.
    List<VariableElement> visible() {
        Map<String, VariableElement> found = new LinkedHashMap<>();
        for (List<VariableElement> frame : frames) {
            for (VariableElement variable : frame) {
                found.putIfAbsent(variable.getSimpleName().toString(), variable);
            }
        }
        return List.copyOf(found.values());
    }

    /// Locals and parameters only.
    List<VariableElement> locals() {
        return visible().stream().filter(v -> !Site.isField(v)).toList();
    }
}
