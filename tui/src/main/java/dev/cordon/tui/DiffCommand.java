package dev.cordon.tui;

import java.util.List;

/// `/diff`: what differs in the workspace, files that git does not know included.
final class DiffCommand implements SlashCommand {
    /// A change of more lines gets a page of its own.
    private static final int SHORT_LINES = 60;

    private final Reports reports;

    DiffCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "diff";
    }

    @Override
    public String help() {
        return "what differs in the workspace, untracked files included";
    }

    @Override
    public String arguments() {
        return "[commit]";
    }

    @Override
    public void run(String given, UiContext ui) {
        ui.later(
                () -> UnifiedDiff.parse(reports.diff(given)),
                files -> show(files, given.isEmpty() ? "the last commit" : given, ui));
    }

    private static void show(List<FileDiff> files, String since, UiContext ui) {
        if (files.isEmpty()) {
            ui.say("Nothing differs from " + since + ".");
            return;
        }
        int lines = files.stream().mapToInt(file -> file.added() + file.removed()).sum();
        DiffBlock block = new DiffBlock(files, Integer.MAX_VALUE, DiffBlock.Purpose.READ);
        if (lines > SHORT_LINES) {
            ui.page("Changes since " + since, block);
        } else {
            ui.print(block);
        }
    }
}
