package dev.cordon.tui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What takes the place of the composer: questions before everything else, then what was opened
/// last.
final class Panels {
    private final Questions questions;
    private final Deque<Panel> opened = new ArrayDeque<>();

    Panels(Questions questions) {
        this.questions = questions;
    }

    Questions questions() {
        return questions;
    }

    /// The one that is shown and gets the keys.
    Optional<Panel> current() {
        Optional<Panel> question = questions.current();
        return question.isPresent() ? question : Optional.ofNullable(opened.peek());
    }

    /// Whether a long text is shown, on the other screen.
    boolean paging() {
        return current().filter(panel -> panel instanceof Pager).isPresent();
    }

    void open(Panel panel) {
        opened.push(panel);
    }

    /// Opens a long text in the place of the one before.
    void page(Pager page) {
        opened.removeIf(panel -> panel instanceof Pager);
        opened.push(page);
    }

    void close(Panel panel) {
        if (!questions.close(panel)) {
            opened.remove(panel);
        }
    }

    /// Closes what asks for the input of one request.
    void closeInput(String request) {
        opened.removeIf(p -> p instanceof InputPanel input && input.request().equals(request));
    }

    /// The turn is over: nobody waits for an answer any more.
    void turnEnded() {
        questions.clear();
        opened.removeIf(panel -> panel instanceof InputPanel);
    }
}
