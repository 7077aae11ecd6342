package dev.cordon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the packaged program is installed, as its launcher says.
///
/// @param folder holds `bin`, `lib` and `runtime`; without symbolic links
record Packaged(Path folder) {
    /// This program's own place; empty where it was not started by the launcher.
    static Optional<Packaged> own() {
        String folder = System.getProperty("cordon.dir", "");
        try {
            return folder.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Packaged(Path.of(folder).toRealPath()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// What commands may read even where the program lies in a hidden place, such as the user's
    /// home folder or `/tmp`: the program itself and nothing beside it.
    List<Path> readable() {
        return List.of(folder.resolve("bin"), folder.resolve("lib"), folder.resolve("runtime"));
    }

    /// The worker of the embedded repair engine.
    Optional<Path> repair() {
        Path script = folder.resolve("bin/cordon-repair");
        return Files.isExecutable(script) ? Optional.of(script) : Optional.empty();
    }
}
