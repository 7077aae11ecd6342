package dev.cordon.tui;

import java.nio.file.Path;

/// The title of the terminal's window: what is done where. The title of before is put on the
/// terminal's own stack and taken back at the end (XTWINOPS 22 and 23).
final class Title {
    static final String KEEP = "\u001b[22;2t";
    static final String GIVE_BACK = "\u001b[23;2t";

    private static final int MAX_CELLS = 80;

    private final String project;
    private String shown = "";

    Title(Path workspace) {
        Path name = workspace.getFileName();
        this.project = Visible.line(name == null ? workspace.toString() : name.toString());
    }

    /// What the session does.
    enum Activity {
        IDLE(""),
        WORKS("● "),
        ASKS("? ");

        private final String mark;

        Activity(String mark) {
            this.mark = mark;
        }
    }

    /// The sequence that shows it; empty if it is shown already.
    String show(Activity activity, String name) {
        String text = activity.mark + (name.isEmpty() ? "" : Visible.line(name) + " · ") + project;
        String title = text.substring(0, CellWidth.fit(text, 0, MAX_CELLS));
        if (title.equals(shown)) {
            return "";
        }
        shown = title;
        return "\u001b]2;" + title + "\u001b\\";
    }
}
