package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Question;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// What the UI of lines asks: questions about actions first, then lists and single lines. A line
/// that was typed goes to the first of them. Belongs to the UI's thread.
final class PlainAsking implements Speech {
    private static final int COLUMNS = 100_000;
    private static final String USER = "user";

    private final Path workspace;
    private final PrintStream out;
    private final Consumer<Op> asks;
    private final Echo echo;
    private final Function<CallId, Optional<PatchPreview>> patches;
    private final Deque<Question> questions = new ArrayDeque<>();
    private Optional<Consumer<String>> open = Optional.empty();
    private String prompt = "";

    /// Whether the terminal shows what is typed.
    @FunctionalInterface
    interface Echo {
        void shows(boolean typed);
    }

    /// @param patches what is known of the files that a patch would change
    PlainAsking(
            Path workspace,
            PrintStream out,
            Consumer<Op> asks,
            Echo echo,
            Function<CallId, Optional<PatchPreview>> patches) {
        this.patches = patches;
        this.workspace = workspace;
        this.out = out;
        this.asks = asks;
        this.echo = echo;
    }

    /// What stands before the line that is wanted; empty if nothing is asked.
    String prompt() {
        return questions.isEmpty() ? prompt : "answer> ";
    }

    /// Takes a line if something is asked.
    ///
    /// @return whether it was taken
    boolean take(String line) {
        if (!questions.isEmpty()) {
            answer(questions.peek(), line.strip());
            return true;
        }
        if (open.isEmpty()) {
            return false;
        }
        Consumer<String> asked = open.get();
        closed();
        asked.accept(line.strip());
        return true;
    }

    private void closed() {
        open = Optional.empty();
        prompt = "";
    }

    @Override
    public void choose(
            String title,
            List<Picker.Choice> choices,
            Consumer<Picker.Choice> chosen,
            Runnable left) {
        out.println();
        out.println(Visible.line(title));
        for (int i = 0; i < choices.size(); i++) {
            Picker.Choice choice = choices.get(i);
            String detail = choice.detail().isEmpty() ? "" : ": " + Visible.line(choice.detail());
            out.println((i + 1) + ". " + Visible.line(choice.label()) + detail);
        }
        out.println("Type a number and Enter. Enter alone goes back.");
        prompt = "number> ";
        open =
                Optional.of(line -> {
                    int number = number(line);
                    if (line.isEmpty()) {
                        left.run();
                    } else if (number >= 1 && number <= choices.size()) {
                        chosen.accept(choices.get(number - 1));
                    } else {
                        out.println("There is no number " + Visible.line(line) + ".");
                        choose(title, choices, chosen, left);
                    }
                });
    }

    private static int number(String line) {
        try {
            return Integer.parseInt(line);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    @Override
    public void ask(
            String title,
            EntryPanel.Shown shown,
            String suggestion,
            Consumer<String> entered,
            Runnable left) {
        boolean hidden = shown == EntryPanel.Shown.HIDDEN;
        out.println();
        out.println(Visible.line(title) + (hidden ? " (it is not shown)" : ""));
        out.println(
                suggestion.isEmpty()
                        ? "Enter alone goes back."
                        : "Enter alone means " + Visible.line(suggestion) + ".");
        echo.shows(!hidden);
        prompt = "text> ";
        open =
                Optional.of(line -> {
                    echo.shows(true);
                    String text = line.isEmpty() ? suggestion : line;
                    if (text.isEmpty()) {
                        left.run();
                    } else {
                        entered.accept(text);
                    }
                });
    }

    /// Somebody must decide about an action.
    void asked(Question question) {
        questions.add(question);
        if (questions.size() == 1) {
            read(question);
        }
    }

    void answered(String id) {
        boolean first = !questions.isEmpty() && questions.peek().id().equals(id);
        questions.removeIf(question -> question.id().equals(id));
        if (first && !questions.isEmpty()) {
            read(questions.peek());
        }
    }

    /// The turn is over: nobody waits for an answer.
    void turnEnded() {
        questions.clear();
    }

    private void read(Question question) {
        out.println();
        out.println("Approval wanted: " + Actions.verb(question.action()));
        Optional<PatchPreview> patch = patches.apply(question.action().call());
        for (Line line : ActionText.rows(question, patch, workspace, COLUMNS)) {
            out.println("  " + line.text());
        }
        if (question.action() instanceof Action.RunCommand run) {
            out.println("In: " + Visible.exact(run.cwd().toString()));
            run.escalation()
                    .ifPresent(e -> {
                        out.println("Wants: to run outside the sandbox");
                        if (!e.justification().isBlank()) {
                            out.println(
                                    "The model says: "
                                            + Visible.exact(Visible.line(e.justification())));
                        }
                    });
        }
        out.println("Because: " + Visible.line(question.ask().reason()));
        out.println(
                "Rule: "
                        + Visible.line(question.ask().rule())
                        + ", "
                        + Visible.line(question.ask().origin().toString()));
        grants(question);
        out.println("Answer: yes, no, no and what to do instead, or stop. Then Enter.");
    }

    private void grants(Question question) {
        List<Capability> grantable = grantable(question);
        for (int i = 0; i < grantable.size(); i++) {
            String what = Visible.exact(Actions.words(grantable.get(i)));
            String number = grantable.size() == 1 ? "" : " " + (i + 1);
            for (Grant.Scope scope : question.scopes()) {
                switch (scope) {
                    case ONCE -> {
                        // That is a plain yes.
                    }
                    case TURN -> out.println("turn" + number + ": until this turn ends, " + what);
                    case SESSION -> out.println("session" + number + ": in this session, " + what);
                    case PROJECT ->
                            out.println("project" + number + ": always in this project, " + what);
                }
            }
        }
    }

    private static List<Capability> grantable(Question question) {
        return question.ask().capabilities().stream()
                .filter(c -> !(c instanceof Capability.ExactAction))
                .toList();
    }

    private void answer(Question question, String text) {
        Optional<Answer> answer = answerOf(question, text);
        if (answer.isEmpty()) {
            out.println("Say yes, no, no and what to do instead, or stop.");
            return;
        }
        questions.remove(question);
        asks.accept(new Op.Reply(question.id(), answer.get()));
        out.println("Answered: " + Visible.line(text));
        if (!questions.isEmpty()) {
            read(questions.peek());
        }
    }

    private static Optional<Answer> answerOf(Question question, String text) {
        return switch (text) {
            case "yes" ->
                    Optional.of(
                            new Answer.Approve(
                                    USER,
                                    question.ask().capabilities().getFirst(),
                                    Grant.Scope.ONCE));
            case "no" -> Optional.of(new Answer.Decline(USER, Optional.empty()));
            case "stop" -> Optional.of(new Answer.Abort(USER));
            default ->
                    text.startsWith("no ")
                            ? Optional.of(
                                    new Answer.Decline(
                                            USER, Optional.of(text.substring(3).strip())))
                            : grant(question, text);
        };
    }

    /// `session`, or `session 2` where there are several.
    private static Optional<Answer> grant(Question question, String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        int number = space < 0 ? 1 : number(text.substring(space + 1).strip());
        List<Capability> grantable = grantable(question);
        for (Grant.Scope scope : question.scopes()) {
            boolean named =
                    switch (scope) {
                        case ONCE -> false;
                        case TURN -> word.equals("turn");
                        case SESSION -> word.equals("session");
                        case PROJECT -> word.equals("project");
                    };
            if (named && number >= 1 && number <= grantable.size()) {
                return Optional.of(new Answer.Approve(USER, grantable.get(number - 1), scope));
            }
        }
        return Optional.empty();
    }
}
