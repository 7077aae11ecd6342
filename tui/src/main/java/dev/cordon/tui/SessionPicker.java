package dev.cordon.tui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Chooses an earlier session: typing narrows by name, prompt, branch and folder; below the list
/// stand the last words of the one under the cursor.
final class SessionPicker implements Panel {
    private static final int PREVIEW_ROWS = 4;
    private static final int PAGE = 8;

    /// Who listens does not want to hear more at once.
    private static final int MAX_SAID = 20;

    private final List<SessionList> sessions;
    private final Consumer<String> chosen;
    private final Runnable left;
    private final Instant opened = Instant.now();
    private final StringBuilder filter = new StringBuilder();
    private List<SessionList> matching;
    private int selected;
    private Optional<SessionList> previewed = Optional.empty();
    private List<String> preview = List.of();

    /// @param chosen gets the id of a session
    /// @param left called if the user went back
    SessionPicker(List<SessionList> sessions, Consumer<String> chosen, Runnable left) {
        this.sessions = List.copyOf(sessions);
        this.matching = this.sessions;
        this.chosen = chosen;
        this.left = left;
    }

    @Override
    public List<Line> rows(int columns, int maxRows) {
        List<Line> rows = new ArrayList<>();
        rows.add(Wrap.cut(Line.of("Go on with which session?", Role.HEADING), columns));
        String typed = filter.isEmpty() ? "type to search" : Visible.line(filter);
        Role role = filter.isEmpty() ? Role.DIM : Role.TEXT;
        rows.add(Wrap.cut(Line.of(new Span("> ", Role.ACCENT), new Span(typed, role)), columns));
        int preview = maxRows > 2 * PREVIEW_ROWS ? PREVIEW_ROWS : 0;
        int room = Math.max(1, maxRows - 3 - preview);
        int first = Math.clamp(selected - room / 2, 0, Math.max(0, matching.size() - room));
        for (int i = first; i < Math.min(matching.size(), first + room); i++) {
            rows.add(Wrap.cut(row(matching.get(i), i == selected), columns));
        }
        if (preview > 0 && !matching.isEmpty()) {
            for (String said : lastWords(matching.get(selected))) {
                rows.add(Wrap.cut(Line.of("  │ " + said, Role.DIM), columns));
            }
        }
        String count =
                matching.isEmpty()
                        ? "nothing matches"
                        : (selected + 1) + " of " + matching.size() + " · Enter, Esc";
        rows.add(Wrap.cut(Line.of("  " + count, Role.DIM), columns));
        return rows.size() > maxRows ? rows.subList(0, Math.max(0, maxRows)) : rows;
    }

    private Line row(SessionList session, boolean here) {
        String title = session.name().isEmpty() ? session.prompt() : session.name();
        List<Span> spans = new ArrayList<>();
        spans.add(new Span(here ? "❯ " : "  ", Role.ACCENT));
        spans.add(new Span(pad(ago(session.changed(), opened), 8), Role.DIM));
        spans.add(new Span(Visible.line(title), here ? Role.SELECTED : Role.TEXT));
        if (!session.name().isEmpty()) {
            spans.add(new Span("  " + Visible.line(session.prompt()), Role.DIM));
        }
        session.branch().ifPresent(b -> spans.add(new Span("  " + Visible.line(b), Role.ACCENT)));
        spans.add(
                new Span(
                        "  "
                                + session.turns()
                                + (session.turns() == 1 ? " turn  " : " turns  ")
                                + Visible.line(session.folder().toString()),
                        Role.DIM));
        if (!session.open().isEmpty()) {
            spans.add(new Span("  open in " + Visible.line(session.open()), Role.WARNING));
        }
        return new Line(spans);
    }

    private static String pad(String text, int cells) {
        return text + " ".repeat(Math.max(1, cells - text.length()));
    }

    /// How long ago, in one unit.
    static String ago(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 60) {
            return "now";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    private List<String> lastWords(SessionList session) {
        if (!previewed.equals(Optional.of(session))) {
            previewed = Optional.of(session);
            preview = session.lastWords(PREVIEW_ROWS);
        }
        return preview;
    }

    @Override
    public Outcome take(Input input) {
        if (input instanceof Input.Paste(String text, _)) {
            filter.append(Visible.line(text));
            narrow();
        }
        if (!(input instanceof Input.Press press)) {
            return Outcome.STAYS;
        }
        switch (press.name()) {
            case ESCAPE -> {
                left.run();
                return Outcome.CLOSES;
            }
            case ENTER -> {
                if (matching.isEmpty()) {
                    return Outcome.STAYS;
                }
                chosen.accept(matching.get(selected).id());
                return Outcome.CLOSES;
            }
            case UP -> move(-1);
            case DOWN, TAB -> move(1);
            case PAGE_UP -> move(-PAGE);
            case PAGE_DOWN -> move(PAGE);
            case BACKSPACE -> {
                if (!filter.isEmpty()) {
                    filter.setLength(CellWidth.previous(filter, filter.length()));
                    narrow();
                }
            }
            case CHAR -> {
                if (!press.ctrl() && !press.alt()) {
                    filter.appendCodePoint(press.codePoint());
                    narrow();
                }
            }
            case DELETE, LEFT, RIGHT, HOME, END, INSERT, FUNCTION -> {
                // Nothing to edit within a few letters.
            }
        }
        return Outcome.STAYS;
    }

    @Override
    public void say(Speech speech) {
        List<Picker.Choice> choices = new ArrayList<>();
        for (SessionList session : sessions.subList(0, Math.min(MAX_SAID, sessions.size()))) {
            String title = session.name().isEmpty() ? session.prompt() : session.name();
            String detail = ago(session.changed(), opened) + ", " + session.folder();
            choices.add(new Picker.Choice(session.id(), title, detail));
        }
        speech.choose(
                "Go on with which session?",
                choices,
                choice -> chosen.accept(choice.value()),
                left);
    }

    @Override
    public void cancelled() {
        left.run();
    }

    private void move(int by) {
        selected = Math.clamp(selected + by, 0, Math.max(0, matching.size() - 1));
    }

    private void narrow() {
        String[] words = filter.toString().toLowerCase(Locale.ROOT).split(" ", -1);
        List<SessionList> found = new ArrayList<>();
        for (SessionList session : sessions) {
            String text =
                    String.join(
                                    " ",
                                    session.id(),
                                    session.name(),
                                    session.prompt(),
                                    session.branch().orElse(""),
                                    session.folder().toString())
                            .toLowerCase(Locale.ROOT);
            boolean all = true;
            for (String word : words) {
                all &= text.contains(word);
            }
            if (all) {
                found.add(session);
            }
        }
        matching = found;
        selected = 0;
    }
}
