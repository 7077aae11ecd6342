package dev.cordon.tui;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import java.util.List;
import java.util.Optional;

/// What the keys do.
final class UiKeys {
    private static final long TWICE_NANOS = 2_000_000_000;

    private final Ui ui;
    private final Composer composer = new Composer();
    private long quitArmedNanos = Long.MIN_VALUE;
    private long escapeNanos = Long.MIN_VALUE;
    private String hint = "";

    UiKeys(Ui ui) {
        this.ui = ui;
    }

    Composer composer() {
        return composer;
    }

    String hint() {
        return hint;
    }

    String placeholder() {
        return ui.state().runningTurn().isPresent()
                ? "Enter steers, Tab queues"
                : "Ask for something; / for commands, @ for files, ! for the shell";
    }

    List<Line> popup(int columns, int maxRows) {
        return List.of();
    }

    void take(Input input) {
        hint = "";
        if (input instanceof Input.Press press && press.isControl('c')) {
            interruptOrQuit();
            return;
        }
        quitArmedNanos = Long.MIN_VALUE;
        Optional<Panel> panel = ui.panel();
        if (panel.isPresent()) {
            if (panel.get().take(input) == Panel.Outcome.CLOSES) {
                ui.closePanel(panel.get());
            }
            return;
        }
        switch (input) {
            case Input.Paste(String text, _) -> composer.insert(text);
            case Input.Press press -> press(press);
            case Input.Focus _, Input.Report _ -> {
                // Nothing to write.
            }
        }
    }

    private void press(Input.Press press) {
        if (press.is(Input.Name.ESCAPE)) {
            escape();
        } else if (press.is(Input.Name.ENTER)) {
            enter();
        } else if (press.name() == Input.Name.ENTER) {
            composer.insert("\n");
        } else if (press.is(Input.Name.TAB)) {
            tab();
        } else if (press.name() == Input.Name.UP && press.alt()) {
            editQueued();
        } else if (press.is(Input.Name.UP)) {
            composer.up(80);
        } else if (press.is(Input.Name.DOWN)) {
            composer.down(80);
        } else if (press.isControl('d') && composer.isEmpty()) {
            ui.quit();
        } else if (press.isControl('l')) {
            ui.redraw();
        } else if (press.isControl('o')) {
            ui.view().toggleExpanded();
        } else if (press.isControl('z')) {
            ui.suspend();
        } else {
            composer.take(press);
        }
    }

    private void escape() {
        if (ui.state().runningTurn().isPresent()) {
            ui.submit(new Op.Interrupt("user"));
            return;
        }
        long now = System.nanoTime();
        if (composer.isEmpty()
                && now - escapeNanos < TWICE_NANOS
                && escapeNanos != Long.MIN_VALUE) {
            escapeNanos = Long.MIN_VALUE;
            return;
        }
        escapeNanos = now;
        hint = composer.isEmpty() ? "Esc again: go back to an earlier message" : "";
    }

    private void interruptOrQuit() {
        long now = System.nanoTime();
        boolean armed = quitArmedNanos != Long.MIN_VALUE && now - quitArmedNanos < TWICE_NANOS;
        if (armed) {
            ui.quit();
            return;
        }
        quitArmedNanos = now;
        Optional<Panel> panel = ui.panel();
        if (panel.isPresent()) {
            panel.get().cancelled();
            ui.closePanel(panel.get());
        } else if (!composer.isEmpty()) {
            composer.replace("");
        } else if (ui.state().runningTurn().isPresent()) {
            ui.submit(new Op.Interrupt("user"));
        }
        hint = "Ctrl-C again quits";
    }

    private void enter() {
        String text = composer.text();
        if (text.endsWith("\\")) {
            composer.replace(text.length() - 1, text.length(), "\n");
            return;
        }
        if (text.isBlank()) {
            return;
        }
        composer.clear();
        if (text.startsWith("!") && text.length() > 1) {
            ui.submit(new Op.Shell(text.substring(1).strip()));
            return;
        }
        ui.send(List.of(new Content.Text(text)));
    }

    private void tab() {
        String text = composer.text();
        if (ui.state().runningTurn().isPresent() && !text.isBlank()) {
            composer.clear();
            ui.submit(new Op.Submit(List.of(new Content.Text(text)), Optional.empty()));
        }
    }

    private void editQueued() {
        List<List<Content>> queue = ui.state().queue();
        if (!queue.isEmpty() && composer.isEmpty()) {
            composer.replace(new Item.UserMessage(queue.getLast()).text());
            ui.submit(new Op.Unqueue(queue.size() - 1));
        }
    }
}
