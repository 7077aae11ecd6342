package dev.cordon.tui;

import dev.cordon.protocol.Content;
import java.nio.file.Files;
import java.util.List;

/// `/init`: lets a turn write AGENTS.md.
final class Init {
    private static final String WORDS =
            """
            Write a file AGENTS.md at the root of this project: what an agent that knows nothing of \
            it must know before it changes something. Find out by reading build files, the layout, \
            tests and the newest commits; run nothing that changes files.

            It has at most 120 lines: how to build, how to run one test and all of them, how to \
            check style; which part is where, in a few lines; conventions that the code keeps and a \
            newcomer would break; what must never be done, with the reason. Nothing that every \
            programmer knows, nothing that is not true here, no praise. Run the commands that you \
            name if they are harmless, and leave out those that fail.
            """;
    private static final String KEEP =
            "\nThe file exists: keep what is right in it and mend the rest.\n";

    private Init() {}

    static void run(UiContext ui) {
        boolean there = Files.exists(ui.workspace().resolve("AGENTS.md"));
        ui.send(List.of(new Content.Text(there ? WORDS + KEEP : WORDS)));
    }
}
