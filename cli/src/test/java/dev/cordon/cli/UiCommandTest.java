package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UiCommandTest {
    @TempDir private Path home;

    /// A command that is missing here would be taken as a prompt.
    @Test
    void theWordsThatAreNoPromptAreTheCommandsThatThereAre() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Host host =
                new Host(
                        Map.of("HOME", home.toString()),
                        home,
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(nowhere),
                        nowhere);

        assertEquals(
                new TreeSet<>(Commands.root(host).getSubcommands().keySet()),
                new TreeSet<>(UiCommand.COMMANDS));
    }
}
