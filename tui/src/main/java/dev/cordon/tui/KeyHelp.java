package dev.cordon.tui;

import java.util.List;

/// What the keys do, for `/help` and for the reference page.
final class KeyHelp {
    private KeyHelp() {}

    /// One of them.
    record Key(String keys, String does) {}

    static final List<Key> KEYS =
            List.of(
                    new Key("Enter", "send; while a turn runs, add to it at its next request"),
                    new Key("Tab", "complete; while a turn runs, queue for the next one"),
                    new Key("Shift+Enter, Ctrl-J, \\ Enter", "a new line"),
                    new Key("Esc", "close a list; interrupt the turn"),
                    new Key("Esc Esc", "with nothing written: back to an earlier message"),
                    new Key("Ctrl-C", "clear what is written, interrupt; twice ends Cordon"),
                    new Key("Ctrl-D", "with nothing written: end Cordon"),
                    new Key("Ctrl-Z", "suspend"),
                    new Key("Shift+Tab", "the next approval mode"),
                    new Key("Up, Down", "move; at the edge, earlier and later messages"),
                    new Key("Alt+Up", "take the last queued message back"),
                    new Key("Ctrl-Q", "the queue: edit, move, remove"),
                    new Key("Ctrl-R", "search earlier messages"),
                    new Key("Ctrl-G", "write in $VISUAL or $EDITOR"),
                    new Key("Ctrl-T", "the whole session, nothing cut"),
                    new Key("Ctrl-O", "expand or fold outputs"),
                    new Key("Ctrl-L", "draw again"),
                    new Key("/", "commands"),
                    new Key("@", "name a file"),
                    new Key("$", "name a skill"),
                    new Key("!", "run a command through the same gate"),
                    new Key("a dropped file", "its path, or the picture itself"));
}
