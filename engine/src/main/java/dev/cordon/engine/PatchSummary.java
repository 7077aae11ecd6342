package dev.cordon.engine;

import java.util.ArrayList;
import java.util.List;

/// The list of files that a successful patch prints: added, then modified, then deleted, each as
/// the patch names it and as often as the patch names it.
final class PatchSummary {
    private final List<String> added = new ArrayList<>();
    private final List<String> modified = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();

    void add(Patch.Operation operation) {
        switch (operation) {
            case Patch.Operation.Add add -> added.add("A " + add.path());
            case Patch.Operation.Delete delete -> deleted.add("D " + delete.path());
            case Patch.Operation.Update update ->
                    modified.add("M " + update.moveTo().orElse(update.path()));
        }
    }

    /// The lines, without the sentence before them.
    List<String> lines() {
        List<String> lines = new ArrayList<>(added);
        lines.addAll(modified);
        lines.addAll(deleted);
        return lines;
    }

    @Override
    public String toString() {
        return "Success. Updated the following files:\n" + String.join("\n", lines()) + "\n";
    }
}
