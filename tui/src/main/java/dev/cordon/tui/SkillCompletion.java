package dev.cordon.tui;

import java.util.List;
import java.util.function.Consumer;

/// Completes `$name` with a skill. The skills are looked for once.
final class SkillCompletion implements Completion {
    private final Reports reports;
    private final UiContext ui;
    private List<Reports.Named> skills = List.of();
    private boolean asked;

    SkillCompletion(Reports reports, UiContext ui) {
        this.reports = reports;
        this.ui = ui;
    }

    @Override
    public void look(String text, int cursor, Consumer<Found> found) {
        int from = FileCompletion.markBefore(text, cursor, '$');
        if (from < 0) {
            return;
        }
        String query = text.substring(from + 1, cursor);
        if (asked) {
            found.accept(find(from, query));
            return;
        }
        asked = true;
        ui.later(
                reports::skills,
                all -> {
                    skills = all;
                    found.accept(find(from, query));
                });
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
