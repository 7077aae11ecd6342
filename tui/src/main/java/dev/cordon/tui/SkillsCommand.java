package dev.cordon.tui;

import java.util.List;

/// `/skills`: the skills there are; choosing one puts its name into the message.
final class SkillsCommand implements SlashCommand {
    private final Reports reports;

    SkillsCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "skills";
    }

    @Override
    public String help() {
        return "choose a skill for the next message";
    }

    @Override
    public void run(String given, UiContext ui) {
        ui.later(
                reports::skills,
                skills -> {
                    if (skills.isEmpty()) {
                        ui.say(
                                "There are no skills. One is a folder with a SKILL.md below"
                                        + " .agents/skills of the project or "
                                        + reports.home().resolve("skills")
                                        + ".");
                        return;
                    }
                    List<Picker.Choice> choices =
                            skills.stream()
                                    .map(s ->
                                            new Picker.Choice(s.name(), s.name(), s.description()))
                                    .toList();
                    ui.choose(
                            "Which skill?",
                            choices,
                            skill -> ui.compose("$" + skill.value() + " "));
                });
    }
}
