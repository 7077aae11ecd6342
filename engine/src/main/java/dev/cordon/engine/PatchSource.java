package dev.cordon.engine;

import java.nio.file.Path;
import java.util.Optional;

/// Where a plan looks up files. Whoever gives one decides what may be read.
@FunctionalInterface
public interface PatchSource {
    /// The text of a file.
    ///
    /// @param path absolute and normalised
    /// @return nothing if there is no such file
    /// @throws PatchException if it is there and is no text that may be read; the message is the
    ///   reason alone, for example `it is a directory`
    Optional<String> read(Path path) throws PatchException;
}
