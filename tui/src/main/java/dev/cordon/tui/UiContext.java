package dev.cordon.tui;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Op;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a command may do with the UI. Every method belongs to the UI's thread, but {@link #later}'s
/// work, which runs elsewhere.
interface UiContext {
    /// The root of the project.
    Path workspace();

    /// The environment of the process.
    Map<String, String> environment();

    /// What is known of the session.
    SessionState state();

    /// The session itself, for what it tells besides its events; empty while it is opening.
    Optional<LiveSession> session();

    /// Asks the session for something. Without a session (it is still opening) it waits.
    void submit(Op op);

    /// Starts a turn as if the user had sent this.
    void send(List<Content> content);

    /// Puts a block into the scrollback.
    void print(Block block);

    /// A line of our own.
    void say(String text);

    /// A line that tells what went wrong and what to do.
    void fail(String text);

    /// Shows a panel in the place of the composer.
    void open(Panel panel);

    /// Shows a list to choose from.
    ///
    /// @param chosen gets the choice; never called if the user went back
    void choose(String title, List<Picker.Choice> choices, Consumer<Picker.Choice> chosen);

    /// Shows a long text on the other screen, to be scrolled through.
    void page(String title, Block block);

    /// Replaces what stands in the composer.
    void compose(String text);

    /// Puts a message that was sent into the composer again, pictures included.
    void compose(List<Content> message);

    /// Puts text into the user's clipboard, by the terminal.
    void copy(String text);

    /// The last message of the model.
    Optional<String> lastMessage();

    /// Does `work` on another thread, and then `then` with what it gave on the UI's.
    <T> void later(Work<T> work, Consumer<T> then);

    /// Ends this session and goes on with another one.
    void change(SessionOpener.Start start);

    /// Looks otherwise from now on; the name of a theme.
    ///
    /// @throws IllegalArgumentException if there is no such theme, with those there are
    void theme(String name);

    /// Something of what is shown changed.
    void changed();

    /// All commands.
    List<SlashCommand> commands();

    /// Ends the UI.
    void quit();

    /// Work that takes time.
    @FunctionalInterface
    interface Work<T> {
        T get() throws Exception;
    }
}
