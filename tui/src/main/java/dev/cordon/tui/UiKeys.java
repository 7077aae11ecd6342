package dev.cordon.tui;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Op;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the keys do.
final class UiKeys {
    private static final long TWICE_NANOS = 2_000_000_000;

    private final Ui ui;
    private final Composer composer = new Composer();
    private final Writing writing;
    private final Popup popup;
    private long quitArmedNanos = Long.MIN_VALUE;
    private long escapeNanos = Long.MIN_VALUE;
    private String hint = "";
    private String policyBefore = "";
    private String triedPolicy = "";
    private int columns = 80;

    UiKeys(Ui ui, Reports reports) {
        this.ui = ui;
        this.writing = new Writing(reports, ui, composer);
        this.popup = new Popup(writing.completions(), composer, ui::changed);
    }

    Writing writing() {
        return writing;
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

    /// The list below the composer, and how wide the composer is.
    List<Line> popup(int columnsNow, int maxRows) {
        columns = Math.max(1, columnsNow - 2);
        return popup.rows(columnsNow, maxRows);
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
            case Input.Paste(String text, boolean cut) -> {
                paste(text);
                hint = cut ? "the paste was longer than what is taken" : "";
            }
            case Input.Press press -> press(press);
            case Input.Focus _, Input.Report _ -> {
                // Nothing to write.
            }
        }
    }

    private void paste(String text) {
        writing.paste(text);
        writing.changed();
        popup.look();
    }

    private void press(Input.Press press) {
        if (!press.is(Input.Name.ESCAPE)) {
            escapeNanos = Long.MIN_VALUE;
        }
        if (popup.open() && inPopup(press)) {
            return;
        }
        if (action(press)) {
            return;
        }
        String before = composer.text();
        composer.take(press);
        if (!composer.text().equals(before)) {
            writing.changed();
            popup.look();
        }
    }

    private boolean inPopup(Input.Press press) {
        if (press.is(Input.Name.UP) || press.isControl('p')) {
            popup.move(-1);
        } else if (press.is(Input.Name.DOWN) || press.isControl('n')) {
            popup.move(1);
        } else if (press.is(Input.Name.TAB)) {
            popup.accept();
        } else if (press.is(Input.Name.ESCAPE)) {
            popup.dismiss();
        } else if (press.is(Input.Name.ENTER) && !popup.complete()) {
            popup.accept();
        } else {
            return false;
        }
        return true;
    }

    /// Keys that are more than editing.
    private boolean action(Input.Press press) {
        switch (press.name()) {
            case ESCAPE -> escape();
            case ENTER -> {
                if (press.is(Input.Name.ENTER)) {
                    enter();
                } else {
                    composer.insert("\n");
                }
            }
            case TAB -> {
                if (press.shift()) {
                    nextApprovalPolicy();
                } else {
                    tab();
                }
            }
            case UP -> {
                if (press.alt()) {
                    editQueued();
                } else if (!composer.up(columns)) {
                    writing.older();
                }
            }
            case DOWN -> {
                if (!composer.down(columns)) {
                    writing.newer();
                }
            }
            case CHAR -> {
                return press.ctrl() && control(press);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean control(Input.Press press) {
        switch (press.codePoint()) {
            case 'd' -> {
                if (!composer.isEmpty()) {
                    return false;
                }
                ui.quit();
            }
            case 'g' -> ui.edit();
            case 'l' -> ui.redraw();
            case 'o' -> ui.view().toggleExpanded();
            case 'q' -> QueueCommand.show(ui);
            case 'r' -> writing.search();
            case 't' -> transcript();
            case 'v' -> writing.clipboard();
            case 'z' -> ui.suspend();
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Shows the whole session.
    private void transcript() {
        Optional<Path> file = ui.state().file();
        if (file.isEmpty()) {
            ui.say("This session keeps no file to show.");
            return;
        }
        ui.later(() -> Transcript.read(file.get()), whole -> ui.page("Transcript", whole));
    }

    /// The approval policy after the one that holds now; after the one that was tried before, if
    /// that is still not the one that holds: what a rule forbids is not in the way of the others.
    private void nextApprovalPolicy() {
        String now = ui.state().approvalPolicy();
        boolean refused = !triedPolicy.isEmpty() && now.equals(policyBefore);
        String next =
                switch (refused ? triedPolicy : now) {
                    case "untrusted" -> "on-request";
                    case "on-request" -> "never";
                    default -> "untrusted";
                };
        policyBefore = now;
        triedPolicy = next;
        if (!next.equals(now)) {
            ui.submit(new Op.Set("approval_policy", next));
            boolean running = ui.state().runningTurn().isPresent();
            hint = running ? "ask " + next + " from the next turn" : "";
        }
    }

    private void escape() {
        if (ui.state().runningTurn().isPresent()) {
            ui.submit(new Op.Interrupt("user"));
            return;
        }
        if (!composer.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        if (escapeNanos != Long.MIN_VALUE && now - escapeNanos < TWICE_NANOS) {
            escapeNanos = Long.MIN_VALUE;
            new GoingBack(ui).open();
            return;
        }
        escapeNanos = now;
        hint = "Esc again: back to an earlier message";
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
            writing.changed();
            popup.look();
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
        taken();
        if (text.startsWith("/") && command(text.strip())) {
            writing.taken(text);
            return;
        }
        if (text.startsWith("!") && text.length() > 1) {
            ui.submit(new Op.Shell(writing.whole(text).substring(1).strip()));
            writing.taken(text);
            return;
        }
        ui.send(writing.sent(text));
    }

    private void taken() {
        composer.clear();
        popup.look();
    }

    /// @return whether it is a command; a path that begins with a slash is none
    private boolean command(String text) {
        int space = text.indexOf(' ');
        String name = text.substring(1, space < 0 ? text.length() : space);
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\n') >= 0) {
            return false;
        }
        List<SlashCommand> found = CommandCompletion.named(name, ui.commands());
        if (found.isEmpty()) {
            ui.fail("There is no command /" + name + "; /help lists those there are.");
            composer.replace(text);
            return true;
        }
        if (ui.state().runningTurn().isPresent() && !found.getFirst().duringTurn()) {
            ui.fail("/" + name + " waits for the end of the turn; Esc interrupts it.");
            composer.replace(text);
            return true;
        }
        found.getFirst().run(space < 0 ? "" : text.substring(space + 1).strip(), ui);
        return true;
    }

    private void tab() {
        String text = composer.text();
        if (ui.state().runningTurn().isPresent() && !text.isBlank()) {
            taken();
            ui.submit(new Op.Submit(writing.sent(text), Optional.empty()));
        }
    }

    private void editQueued() {
        List<List<Content>> queue = ui.state().queue();
        if (!queue.isEmpty() && composer.isEmpty()) {
            writing.again(queue.getLast());
            ui.submit(new Op.Unqueue(queue.size() - 1));
        }
    }
}
