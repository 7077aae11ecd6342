package dev.cordon.tui;

import dev.cordon.protocol.Event;
import dev.cordon.protocol.InputQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What the model asks the user: choices, and room for words of the user's own. It grants nothing,
/// and looks like nothing that does.
final class InputPanel implements Panel {
    private static final int MAX_TEXT_ROWS = 6;

    private final Event.InputRequested request;
    private final Consumer<List<InputQuestion.Reply>> answer;
    private final List<InputQuestion.Reply> replies = new ArrayList<>();
    private final Composer words = new Composer();
    private int question;
    private int selected;

    /// @param answer gets no replies if the user will not answer
    InputPanel(Event.InputRequested request, Consumer<List<InputQuestion.Reply>> answer) {
        this.request = request;
        this.answer = answer;
    }

    String request() {
        return request.request();
    }

    @Override
    public List<Line> rows(int columns, int maxRows) {
        InputQuestion asked = asked();
        List<Line> rows = new ArrayList<>();
        String count =
                request.questions().size() > 1
                        ? " · " + (question + 1) + " of " + request.questions().size()
                        : "";
        rows.add(
                Wrap.cut(
                        Line.of(
                                new Span("The model asks: ", Role.DIM),
                                Rows.span(asked.header(), Role.HEADING),
                                new Span(count, Role.DIM)),
                        columns));
        List<Line> text = Rows.text(asked.text(), Role.TEXT, columns);
        rows.addAll(text.subList(0, Math.min(text.size(), MAX_TEXT_ROWS)));
        for (int i = 0; i <= asked.choices().size(); i++) {
            rows.add(Wrap.cut(row(asked, i), columns));
        }
        rows.add(Wrap.cut(Line.of("Enter answers · Esc leaves it unanswered", Role.DIM), columns));
        int over = rows.size() - maxRows;
        return over > 0 ? rows.subList(over, rows.size()) : rows;
    }

    private Line row(InputQuestion asked, int index) {
        Span mark = new Span(index == selected ? "❯ " : "  ", Role.ACCENT);
        Role role = index == selected ? Role.SELECTED : Role.TEXT;
        if (index < asked.choices().size()) {
            InputQuestion.Choice choice = asked.choices().get(index);
            return Line.of(
                    mark,
                    Rows.span(choice.label(), role),
                    new Span("  ", Role.DIM),
                    Rows.span(choice.description(), Role.DIM));
        }
        String own = words.isEmpty() ? "something else (type it)" : words.text();
        return Line.of(mark, Rows.span(own, words.isEmpty() ? Role.DIM : Role.TEXT));
    }

    private InputQuestion asked() {
        return request.questions().get(question);
    }

    @Override
    public Outcome take(Input input) {
        switch (input) {
            case Input.Paste(String text, _) -> {
                selected = asked().choices().size();
                words.insert(text.replace('\n', ' '));
            }
            case Input.Press press when press.is(Input.Name.ESCAPE) -> {
                answer.accept(List.of());
                return Outcome.CLOSES;
            }
            case Input.Press press when press.is(Input.Name.ENTER) -> {
                return entered();
            }
            case Input.Press press when press.is(Input.Name.UP) ->
                    selected = Math.max(0, selected - 1);
            case Input.Press press when press.is(Input.Name.DOWN) ->
                    selected = Math.min(asked().choices().size(), selected + 1);
            case Input.Press press -> {
                if (words.take(press)) {
                    selected = asked().choices().size();
                }
            }
            case Input.Focus _, Input.Report _ -> {
                // No answer.
            }
        }
        return Outcome.STAYS;
    }

    private Outcome entered() {
        InputQuestion asked = asked();
        boolean offered = selected < asked.choices().size();
        String said = offered ? asked.choices().get(selected).label() : words.text().strip();
        if (said.isEmpty()) {
            return Outcome.STAYS;
        }
        selected = 0;
        words.clear();
        return replied(said) ? Outcome.CLOSES : Outcome.STAYS;
    }

    @Override
    public void say(Speech speech) {
        InputQuestion asked = asked();
        List<Picker.Choice> choices = new ArrayList<>();
        asked.choices()
                .forEach(
                        c -> choices.add(new Picker.Choice(c.label(), c.label(), c.description())));
        choices.add(new Picker.Choice("", "Something else", "in words of your own"));
        speech.choose(
                "The model asks: " + asked.header() + " " + asked.text(),
                choices,
                choice -> {
                    if (choice.value().isEmpty()) {
                        speech.ask(
                                "Your words",
                                EntryPanel.Shown.PLAIN,
                                "",
                                said -> said(said, speech),
                                this::cancelled);
                    } else {
                        said(choice.value(), speech);
                    }
                },
                this::cancelled);
    }

    private void said(String words, Speech speech) {
        if (!replied(words)) {
            say(speech);
        }
    }

    /// @return whether it was the last question
    private boolean replied(String said) {
        replies.add(new InputQuestion.Reply(asked().id(), List.of(said)));
        question++;
        boolean last = question == request.questions().size();
        if (last) {
            answer.accept(List.copyOf(replies));
        }
        return last;
    }

    @Override
    public void cancelled() {
        answer.accept(List.of());
    }
}
