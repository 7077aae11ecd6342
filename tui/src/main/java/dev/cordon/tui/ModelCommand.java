package dev.cordon.tui;

import dev.cordon.protocol.Op;
import java.util.ArrayList;
import java.util.List;

/// `/model`: which model answers from the next turn on, and how hard it thinks.
final class ModelCommand implements SlashCommand {
    private static final List<String> EFFORTS =
            List.of("none", "minimal", "low", "medium", "high", "xhigh");

    private final Reports reports;

    ModelCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public String help() {
        return "choose the model and how hard it thinks";
    }

    @Override
    public String arguments() {
        return "[name] [effort]";
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        int space = typed.indexOf(' ');
        if (space < 0) {
            return List.of();
        }
        String before = typed.substring(0, space + 1);
        return EFFORTS.stream()
                .map(effort -> before + effort)
                .filter(whole -> whole.startsWith(typed))
                .toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (given.isEmpty()) {
            ui.later(reports::models, models -> choose(models, ui));
            return;
        }
        int space = given.indexOf(' ');
        set(space < 0 ? given : given.substring(0, space), ui);
        if (space >= 0) {
            effort(given.substring(space + 1).strip(), ui);
        }
    }

    private static void choose(List<Reports.Named> models, UiContext ui) {
        List<Picker.Choice> choices = new ArrayList<>();
        for (Reports.Named model : models) {
            String now = model.name().equals(ui.state().model()) ? "in use  " : "";
            choices.add(new Picker.Choice(model.name(), model.name(), now + model.description()));
        }
        if (choices.isEmpty()) {
            ui.say("No model is known by name; say one: /model NAME");
            return;
        }
        ui.choose(
                "Which model?",
                choices,
                model -> {
                    set(model.value(), ui);
                    List<Picker.Choice> efforts =
                            EFFORTS.stream().map(e -> new Picker.Choice(e, e, "")).toList();
                    ui.choose(
                            "How hard does it think? Esc leaves that as it is.",
                            efforts,
                            chosen -> effort(chosen.value(), ui));
                });
    }

    private static void set(String model, UiContext ui) {
        ui.submit(new Op.Set("model", model));
    }

    private static void effort(String effort, UiContext ui) {
        if (!EFFORTS.contains(effort)) {
            ui.fail("Effort is one of " + String.join(", ", EFFORTS) + ", not \"" + effort + "\".");
            return;
        }
        ui.submit(new Op.Set("model_reasoning_effort", effort));
    }
}
