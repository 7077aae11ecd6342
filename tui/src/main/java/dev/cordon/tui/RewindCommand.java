package dev.cordon.tui;

import dev.cordon.engine.SessionReader;
import dev.cordon.engine.SessionRewind;
import dev.cordon.engine.WorkspaceDiff;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `/rewind`: back to before a turn, with a look at what that would do to files.
final class RewindCommand implements SlashCommand {
    private final Reports reports;

    RewindCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "rewind";
    }

    @Override
    public String help() {
        return "take files, conversation or both back";
    }

    @Override
    public List<String> aliases() {
        return List.of("undo");
    }

    @Override
    public boolean duringTurn() {
        return false;
    }

    /// What can be gone back to.
    ///
    /// @param reference of the snapshot of the files; empty if there is none
    private record Point(TurnId turn, String prompt, String reference) {}

    @Override
    public void run(String given, UiContext ui) {
        Optional<Path> file = ui.state().file();
        if (file.isEmpty()) {
            ui.fail("This session keeps no file, so nothing can be taken back.");
            return;
        }
        ui.later(() -> points(file.get()), points -> which(points, ui));
    }

    private static List<Point> points(Path file) {
        List<SessionRewind.Point> known = SessionRewind.points(file);
        List<Point> points = new ArrayList<>();
        SessionReader.events(
                file,
                line -> {
                    if (line instanceof EnvelopeCodec.Line.Known(var envelope)
                            && envelope.event() instanceof Event.CheckpointTaken taken) {
                        known.stream()
                                .filter(p -> p.number() == taken.number() && !p.undo())
                                .findFirst()
                                .ifPresent(p ->
                                        points.add(
                                                new Point(
                                                        taken.turn(),
                                                        p.prompt(),
                                                        taken.reference())));
                    }
                });
        return points.reversed();
    }

    private void which(List<Point> points, UiContext ui) {
        List<Picker.Choice> choices = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            choices.add(
                    new Picker.Choice(
                            Integer.toString(i),
                            ForkCommand.label(points.get(i).prompt()),
                            points.get(i).reference().isEmpty() ? "conversation only" : ""));
        }
        if (choices.isEmpty()) {
            ui.say("There is no checkpoint to go back to.");
            return;
        }
        ui.choose(
                "Back to before which message?",
                choices,
                choice -> preview(points.get(Integer.parseInt(choice.value())), ui));
    }

    private void preview(Point point, UiContext ui) {
        if (point.reference().isEmpty()) {
            how(point, List.of(), ui);
            return;
        }
        ui.later(
                () -> UnifiedDiff.parse(difference(point, ui.workspace())),
                files -> how(point, files, ui));
    }

    private String difference(Point point, Path workspace) throws InterruptedException {
        return new WorkspaceDiff(reports.home(), workspace).sinceCheckpoint(point.reference());
    }

    private static void how(Point point, List<FileDiff> files, UiContext ui) {
        int added = files.stream().mapToInt(FileDiff::added).sum();
        int removed = files.stream().mapToInt(FileDiff::removed).sum();
        String effect =
                files.isEmpty()
                        ? "no file differs"
                        : files.size()
                                + (files.size() == 1 ? " file" : " files")
                                + ": takes back +"
                                + added
                                + " -"
                                + removed;
        List<Picker.Choice> ways = new ArrayList<>();
        ways.add(new Picker.Choice("both", "Files and conversation", effect));
        ways.add(new Picker.Choice("files", "Files only", effect));
        ways.add(new Picker.Choice("chat", "Conversation only", "files stay as they are"));
        if (!files.isEmpty()) {
            ways.add(new Picker.Choice("look", "Show what would be taken back", ""));
        }
        if (point.reference().isEmpty()) {
            ways.removeIf(way -> !way.value().equals("chat"));
        }
        ui.choose(
                "What goes back? It can be undone with another /rewind.",
                ways,
                way -> go(point, way.value(), files, ui));
    }

    private static void go(Point point, String way, List<FileDiff> files, UiContext ui) {
        switch (way) {
            case "both" -> back(point, Op.RewindWhat.BOTH, ui);
            case "files" -> ui.submit(new Op.Rewind(point.turn(), Op.RewindWhat.FILES));
            case "chat" -> back(point, Op.RewindWhat.CHAT, ui);
            default -> {
                how(point, files, ui);
                ui.page(
                        "What going back would take back",
                        new DiffBlock(files, Integer.MAX_VALUE, DiffBlock.Purpose.READ));
            }
        }
    }

    private static void back(Point point, Op.RewindWhat what, UiContext ui) {
        ui.submit(new Op.Rewind(point.turn(), what));
        ui.compose(point.prompt());
    }
}
