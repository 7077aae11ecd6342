package dev.cordon.tui;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Completes `$name` with a skill. The skills are looked for once.
final class SkillCompletion implements Completion {
    private final Reports reports;
    private final UiContext ui;
    private List<Reports.Named> skills = List.of();
    private boolean known;
    private Optional<Runnable> waiting = Optional.empty();

    SkillCompletion(Reports reports, UiContext ui) {
        this.reports = reports;
        this.ui = ui;
    }

    @Override
    public boolean look(String text, int cursor, Consumer<Found> found) {
        int from = FileCompletion.markBefore(text, cursor, '$');
        if (from < 0) {
            return false;
        }
        String query = text.substring(from + 1, cursor);
        if (known) {
            found.accept(find(from, query));
            return true;
        }
        // What is asked last is answered when the skills are known.
        boolean first = waiting.isEmpty();
        waiting = Optional.of(() -> found.accept(find(from, query)));
        if (first) {
            ui.later(reports::skills, this::found);
        }
        return true;
    }

    private void found(List<Reports.Named> all) {
        skills = all;
        known = true;
        waiting.ifPresent(Runnable::run);
        waiting = Optional.empty();
    }

    private Found find(int from, String query) {
        return new Found(
                from,
                skills.stream()
                        .filter(skill -> Picker.inOrder(skill.name(), query))
                        .sorted((a, b) ->
                                Boolean.compare(
                                        b.name().startsWith(query), a.name().startsWith(query)))
                        .map(skill -> new Choice("$" + skill.name(), skill.description()))
                        .toList());
    }
}
