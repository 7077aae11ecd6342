package dev.cordon.tui;

import dev.cordon.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// `/usage`: tokens and money, of this session and from the journal.
final class UsageCommand implements SlashCommand {
    private static final List<String> GROUPS = List.of("day", "model", "project", "session");

    private final Reports reports;

    UsageCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public String help() {
        return "tokens and money";
    }

    @Override
    public List<String> aliases() {
        return List.of("cost");
    }

    @Override
    public String arguments() {
        return "[day | model | project | session]";
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return GROUPS.stream().filter(group -> group.startsWith(typed)).toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (!given.isEmpty() && !GROUPS.contains(given)) {
            ui.fail("\"" + given + "\" is unknown; use " + String.join(", ", GROUPS) + ".");
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("This session: " + tokens(ui.state()));
        String group = given.isEmpty() ? "day" : given;
        ui.later(
                () -> reports.lines(List.of("usage", "--by", group)),
                table -> {
                    lines.add("");
                    lines.addAll(table);
                    SlashCommands.print("Usage", lines, ui);
                });
    }

    /// What the session used; what no provider told is left out.
    static String tokens(SessionState state) {
        Usage usage = state.usage();
        StringBuilder text = new StringBuilder();
        add(text, usage.input(), "in");
        add(text, usage.cachedInput(), "of them cached");
        add(text, usage.output(), "out");
        add(text, usage.reasoning(), "of them for thinking");
        if (text.isEmpty()) {
            return "nothing was reported yet";
        }
        state.microDollars()
                .ifPresent(micro ->
                        text.append(", ")
                                .append(String.format(Locale.ROOT, "%.4f", micro / 1e6))
                                .append(" dollars since it was opened"));
        return text.toString();
    }

    private static void add(StringBuilder text, OptionalLong count, String what) {
        if (count.isPresent()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(count.getAsLong())
                    .append(' ')
                    .append(what);
        }
    }
}
