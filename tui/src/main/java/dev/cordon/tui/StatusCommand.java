package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// `/status`: the session at a glance.
final class StatusCommand implements SlashCommand {
    private final Reports reports;

    StatusCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String help() {
        return "model, session, permissions, tokens";
    }

    @Override
    public void run(String given, UiContext ui) {
        SessionState state = ui.state();
        List<String> lines = new ArrayList<>();
        lines.add("session    " + (state.name().isEmpty() ? "" : state.name() + "  ") + state.id());
        state.file().ifPresent(file -> lines.add("file       " + file));
        lines.add("folder     " + ui.workspace());
        lines.add("model      " + state.model() + " of " + state.provider());
        lines.add("sandbox    " + state.sandboxMode());
        lines.add("approvals  " + state.approvalPolicy());
        lines.add("network    " + state.network());
        lines.add("tokens     " + UsageCommand.tokens(state));
        state.contextLeftPercent()
                .ifPresent(percent ->
                        lines.add(
                                "context    "
                                        + percent
                                        + " % left of "
                                        + state.contextWindowTokens()));
        if (!state.processes().isEmpty()) {
            lines.add("running    " + state.processes().size() + " in the background, see /ps");
        }
        if (!state.settings().isEmpty()) {
            lines.add(
                    "changed    "
                            + String.join(
                                    ", ", state.settings().keySet().stream().sorted().toList()));
        }
        lines.add("own files  " + reports.home());
        SlashCommands.print("Status", lines, ui);
    }
}
