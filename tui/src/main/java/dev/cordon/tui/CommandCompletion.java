package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Completes `/commands` and their arguments.
final class CommandCompletion implements Completion {
    private final UiContext ui;

    CommandCompletion(UiContext ui) {
        this.ui = ui;
    }

    @Override
    public boolean look(String text, int cursor, Consumer<Found> found) {
        if (!text.startsWith("/") || text.indexOf('\n') >= 0) {
            return false;
        }
        found.accept(find(text, cursor));
        return true;
    }

    private Found find(String text, int cursor) {
        String before = text.substring(0, cursor);
        int space = before.indexOf(' ');
        return space < 0 ? names(before.substring(1)) : arguments(before, space);
    }

    private Found names(String typed) {
        List<Choice> first = new ArrayList<>();
        List<Choice> other = new ArrayList<>();
        for (SlashCommand command : ui.commands()) {
            String arguments = command.arguments().isEmpty() ? "" : " " + command.arguments();
            Choice choice = new Choice("/" + command.name(), command.help() + arguments);
            boolean alias = command.aliases().stream().anyMatch(a -> a.startsWith(typed));
            if (command.name().startsWith(typed) || (alias && !typed.isEmpty())) {
                first.add(choice);
            } else if (Picker.inOrder(command.name(), typed)) {
                other.add(choice);
            }
        }
        first.addAll(other);
        return new Found(0, first);
    }

    private Found arguments(String before, int space) {
        String typed = before.substring(space + 1).stripLeading();
        List<Choice> choices = new ArrayList<>();
        named(before.substring(1, space), ui.commands())
                .forEach(command ->
                        command.complete(typed, ui).forEach(a -> choices.add(new Choice(a, ""))));
        return new Found(before.length() - typed.length(), choices);
    }

    /// The command of a name or an alias; one or none.
    static List<SlashCommand> named(String name, List<SlashCommand> commands) {
        return commands.stream()
                .filter(c -> c.name().equals(name) || c.aliases().contains(name))
                .limit(1)
                .toList();
    }
}
