package dev.cordon.tui;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Op;
import java.util.List;
import java.util.Optional;

/// `/plan`: think first. Until `/plan off` nothing in the project can change, by the sandbox and
/// not by good will.
final class PlanCommand implements SlashCommand {
    private static final String READ_ONLY = "read-only";
    private static final String WORDS =
            """
            Plan this before anything changes. Read what you need; the workspace is read-only until \
            I agree. Then give me numbered steps that name the files and what becomes of each, how \
            each step is verified, what can go wrong, and what you are not sure of. Do not start.

            """;

    private Optional<String> before = Optional.empty();

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String help() {
        return "plan without changing anything; off ends that";
    }

    @Override
    public String arguments() {
        return "[what | off]";
    }

    @Override
    public boolean duringTurn() {
        return false;
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return before.isPresent() && "off".startsWith(typed) ? List.of("off") : List.of();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (given.equals("off")) {
            String mode = before.orElse("workspace-write");
            before = Optional.empty();
            ui.submit(new Op.Set("sandbox_mode", mode));
            ui.say("Planning has ended; the sandbox is " + mode + " again.");
            return;
        }
        if (before.isEmpty() && !ui.state().sandboxMode().equals(READ_ONLY)) {
            before = Optional.of(ui.state().sandboxMode());
            ui.submit(new Op.Set("sandbox_mode", READ_ONLY));
        }
        if (given.isEmpty()) {
            ui.say("Nothing changes until /plan off. Say what is to be planned: /plan WHAT");
            return;
        }
        ui.send(List.of(new Content.Text(WORDS + given)));
    }
}
