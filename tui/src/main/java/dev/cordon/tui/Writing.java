package dev.cordon.tui;

import dev.cordon.protocol.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What helps with writing a message: history, drafts, folded pastes, pictures, completion. Belongs
/// to the UI's thread.
final class Writing {
    private static final int MAX_FOUND = 200;

    private final Reports reports;
    private final UiContext ui;
    private final Composer composer;
    private final PasteFold fold = new PasteFold();
    private final Attachments attachments = new Attachments();
    private final Drafts drafts;
    private final FileFinder files;
    private PromptHistory history = new PromptHistory(Optional.empty(), UnaryOperator.identity());

    Writing(Reports reports, UiContext ui, Composer composer) {
        this.reports = reports;
        this.ui = ui;
        this.composer = composer;
        this.files = new FileFinder(ui.workspace());
        this.drafts =
                new Drafts(
                        reports.home(),
                        ui.workspace(),
                        ProcessHandle.current().pid(),
                        process -> ProcessHandle.of(process).isPresent(),
                        reports::redactor);
    }

    /// Reads what was left behind, beside the UI.
    ///
    /// @param settings say where the history is
    void begin(UiSettings settings) {
        ui.later(
                () -> new PromptHistory(settings.history(), reports.redactor()),
                loaded -> history = loaded);
        ui.later(
                drafts::recover,
                draft ->
                        draft.filter(_ -> composer.isEmpty())
                                .ifPresent(text -> {
                                    ui.compose(text);
                                    ui.say("What you were writing when Cordon ended is back.");
                                }));
    }

    /// The UI ends in order.
    void end() {
        drafts.close();
    }

    List<Completion> completions() {
        return List.of(
                new CommandCompletion(ui),
                new FileCompletion(files, ui),
                new SkillCompletion(reports, ui));
    }

    /// What is written changed.
    void changed() {
        drafts.changed(composer.text());
    }

    /// Something was pasted, or a file was dropped.
    void paste(String text) {
        Optional<Path> file = Attachments.dropped(text, ui.workspace());
        if (file.isPresent() && Attachments.isImage(file.get())) {
            ui.later(() -> Attachments.read(file.get()), this::attach);
            return;
        }
        composer.insert(file.map(this::mention).orElseGet(() -> fold.fold(text)));
    }

    private String mention(Path file) {
        boolean inside = file.startsWith(ui.workspace());
        String name = (inside ? ui.workspace().relativize(file) : file).toString();
        return name.indexOf(' ') < 0 ? name + " " : "\"" + name + "\" ";
    }

    private void attach(Content.Image image) {
        Optional<String> mark = attachments.add(image);
        if (mark.isEmpty()) {
            ui.fail("There are too many pictures in one message.");
            return;
        }
        if (!ui.state().pictures()) {
            ui.fail(
                    ui.state().model()
                            + " is not known to see pictures: it gets the name only. /model"
                            + " chooses another.");
        }
        composer.insert(mark.get() + " ");
        ui.changed();
    }

    /// Takes a picture from the clipboard of the desktop.
    void clipboard() {
        ui.later(
                () ->
                        Attachments.read(
                                ClipboardImage.read(ClipboardImage.command(ui.environment())),
                                "clipboard.png"),
                this::attach);
    }

    /// The text with what its marks stand for.
    String whole(String text) {
        return fold.unfold(text);
    }

    /// The message as it is sent; nothing is left of it here but its place in the history.
    List<Content> sent(String text) {
        List<Content> content = attachments.content(fold.unfold(text));
        taken(text);
        return content;
    }

    /// A message that was sent stands in the composer again, with its pictures.
    void again(List<Content> message) {
        fold.clear();
        composer.replace(attachments.restore(message));
        changed();
    }

    /// What was written is gone from the composer.
    void taken(String text) {
        history.add(fold.unfold(text));
        fold.clear();
        attachments.clear();
        drafts.changed("");
    }

    /// Shows the message before, if there is one.
    void older() {
        history.older(composer.text()).ifPresent(composer::replace);
    }

    /// Shows the message after it.
    void newer() {
        history.newer().ifPresent(composer::replace);
    }

    /// Searches what was written before.
    void search() {
        List<Picker.Choice> choices = new ArrayList<>();
        for (String prompt : history.search("", MAX_FOUND)) {
            choices.add(new Picker.Choice(prompt, Visible.line(prompt), ""));
        }
        if (choices.isEmpty()) {
            ui.say("Nothing was written before.");
            return;
        }
        ui.choose("Which message again?", choices, choice -> ui.compose(choice.value()));
    }
}
