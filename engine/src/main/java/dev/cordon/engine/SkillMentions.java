package dev.cordon.engine;

import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts the skills that a prompt names before the model.
final class SkillMentions {
    static final String KIND = "skill";

    private final Events events;
    private final TextFilter filter;

    SkillMentions(Events events, TextFilter filter) {
        this.events = events;
        this.filter = filter;
    }

    /// The items to add after a prompt. A skill that stands in the history as it is needs no second
    /// copy.
    List<Item> of(String prompt, Skills skills, List<Item> history) {
        List<Item> items = new ArrayList<>();
        if (prompt.indexOf('$') < 0) {
            return items;
        }
        for (Skill skill : skills.mentioned(prompt)) {
            Optional<Item> item = item(skill, filter);
            if (item.isEmpty()) {
                events.emit(
                        new Event.Warning(
                                "The skill "
                                        + skill.name()
                                        + " could not be read: "
                                        + skill.file()
                                        + " is gone, too large or no UTF-8 text."));
            } else if (!history.contains(item.get())) {
                items.add(item.get());
            }
        }
        return items;
    }

    /// The skill in full; empty if it cannot be read.
    static Optional<Item> item(Skill skill, TextFilter filter) {
        try {
            return Optional.of(
                    new Item.Context(
                            Item.Role.USER,
                            KIND,
                            List.of(
                                    "<skill>\n<name>"
                                            + skill.name()
                                            + "</name>\n<path>"
                                            + skill.file()
                                            + "</path>\n"
                                            + filter.apply(SkillFinder.text(skill))
                                            + "\n</skill>")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
