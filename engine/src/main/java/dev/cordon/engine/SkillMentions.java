package dev.cordon.engine;

import dev.cordon.protocol.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
            try {
                Item item =
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
                                                + "\n</skill>"));
                if (!history.contains(item)) {
                    items.add(item);
                }
            } catch (IOException e) {
                events.emit(
                        new dev.cordon.protocol.Event.Warning(
                                "The skill "
                                        + skill.name()
                                        + " could not be read: "
                                        + SessionFiles.reason(e)
                                        + "."));
            }
        }
        return items;
    }
}
