package dev.cordon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Runs what users run most, so that the AOT cache holds the classes they need. The build starts
/// it; users never do.
final class Training {
    private Training() {}

    /// @param arguments a folder that may be written to and is thrown away afterwards
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        ProtocolOutput out = ProtocolOutput.takeOver();
        Host host = Host.real(out);
        System.err.println("training in " + home);
        for (List<String> line : List.of(List.of("--version"), List.of("--help"))) {
            Main.run(host, line);
        }
        System.exit(0);
    }
}
