package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The reference page is written from the code.
class KeysAndCommandsPageTest {
    private static final Path PAGE = Path.of("../docs/reference/keys-and-commands.md");

    @Test
    void thePageIsThatOfTheCode() throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("# Keys and commands of the terminal UI\n\n");
        page.append("Written from the code by a test; run it with `-Dgolden=update`.\n\n");
        page.append("## Keys\n\n| key | does |\n|---|---|\n");
        for (KeyHelp.Key key : KeyHelp.KEYS) {
            page.append("| ").append(cell(key.keys())).append(" | ").append(cell(key.does()));
            page.append(" |\n");
        }
        page.append("\n## Commands\n\n");
        page.append("They run while a turn runs, unless the last column says otherwise.\n\n");
        page.append("| command | does | when |\n|---|---|---|\n");
        for (SlashCommand command : SlashCommands.all(new FixedReports(Path.of("/h")))) {
            page.append("| `").append(HelpCommand.usage(command).replace("|", "\\|"));
            page.append("` | ").append(cell(command.help())).append(" | ");
            page.append(command.duringTurn() ? "" : "between turns").append(" |\n");
        }
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                page.toString(), Files.readString(PAGE), PAGE + " is old; use -Dgolden=update");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
