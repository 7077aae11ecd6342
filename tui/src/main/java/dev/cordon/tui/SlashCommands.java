package dev.cordon.tui;

import dev.cordon.protocol.Op;
import java.util.ArrayList;
import java.util.List;

/// All commands of the UI, in the order of the help. One line adds one.
final class SlashCommands {
    private SlashCommands() {}

    static List<SlashCommand> all(Reports reports) {
        return List.of(
                new ModelCommand(reports),
                new PermissionsCommand(reports),
                new PlanCommand(),
                new ReviewCommand(),
                new DiffCommand(reports),
                new StatusCommand(reports),
                new UsageCommand(reports),
                PlainCommand.of(
                                "compact",
                                "make the history shorter now",
                                (_, ui) -> ui.submit(new Op.Compact()))
                        .betweenTurns(),
                PlainCommand.of(
                                "new",
                                "begin a new session",
                                (_, ui) -> ui.change(new SessionOpener.Start.Fresh()))
                        .aliases("clear"),
                new ResumeCommand(reports),
                new ForkCommand(),
                new RewindCommand(reports),
                PlainCommand.of("init", "write AGENTS.md for this project", (_, ui) -> Init.run(ui))
                        .betweenTurns(),
                PlainCommand.of(
                                "mention",
                                "name a file in the message",
                                (given, ui) -> ui.compose("@" + given))
                        .takes("[file]"),
                new SkillsCommand(reports),
                new McpCommand(),
                new PolicyCommand(reports),
                new JournalCommand(reports),
                new ThemeCommand(reports),
                new CopyCommand(),
                new ExportCommand(),
                new QueueCommand(),
                PlainCommand.of("ps", "the commands that run in the background", (_, ui) -> ps(ui)),
                new StopCommand(),
                report(reports, "doctor", "what works on this machine and what does not", "doctor"),
                report(
                        reports,
                        "debug-config",
                        "every setting and where it stands",
                        "config",
                        "show",
                        "--origin"),
                PlainCommand.of(
                                "rename",
                                "give the session a name",
                                (given, ui) -> rename(given, ui))
                        .takes("name"),
                new HelpCommand(),
                PlainCommand.of("quit", "end Cordon", (_, ui) -> ui.quit()).aliases("exit"));
    }

    /// A command that shows what one of Cordon's own commands prints.
    private static PlainCommand report(
            Reports reports, String name, String help, String... arguments) {
        return PlainCommand.of(
                name, help, (_, ui) -> show(reports, "/" + name, List.of(arguments), ui));
    }

    /// Shows what one of Cordon's own commands prints.
    static void show(Reports reports, String title, List<String> arguments, UiContext ui) {
        ui.later(() -> reports.lines(arguments), lines -> print(title, lines, ui));
    }

    /// A few lines go into the scrollback, many onto a page of their own.
    static void print(String title, List<String> lines, UiContext ui) {
        TextBlock block = new TextBlock(title, lines);
        if (lines.size() > TextBlock.SHORT_LINES) {
            ui.page(title, block);
        } else {
            ui.print(columns -> TurnView.spaced(block.rows(columns)));
        }
    }

    private static void ps(UiContext ui) {
        List<String> lines = new ArrayList<>();
        ui.state().processes().forEach((number, command) -> lines.add(number + "  " + command));
        if (lines.isEmpty()) {
            ui.say("Nothing runs in the background.");
            return;
        }
        lines.add("/stop NUMBER ends one, /stop all of them.");
        print("Background commands", lines, ui);
    }

    private static void rename(String name, UiContext ui) {
        if (name.isEmpty()) {
            ui.fail("Say the name: /rename the parser work");
            return;
        }
        ui.submit(new Op.Rename(name));
    }
}
