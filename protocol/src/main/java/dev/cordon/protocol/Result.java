package dev.cordon.protocol;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What came of an action that was performed, or that could not be.
public sealed interface Result {

    /// A command ended, or runs on.
    ///
    /// @param process set while it runs; the number for {@link Action.WriteStdin}
    /// @param exitCode set when it ended: its own code, or 128 + the signal that killed it
    /// @param output what came since the last call, in the order of arrival, as UTF-8 with U+FFFD
    ///   for other bytes; bounded by the confinement, with the middle left out
    /// @param totalBytes how much there was, whether kept or not
    /// @param spill the whole output, if it did not fit
    /// @param wallMillis how long this call took
    /// @param notes sentences of the sandbox: what it refused and how to allow it
    record CommandOutput(
            OptionalInt process,
            OptionalInt exitCode,
            String output,
            long totalBytes,
            Optional<Path> spill,
            long wallMillis,
            List<String> notes)
            implements Result {
        public CommandOutput {
            notes = List.copyOf(notes);
        }
    }

    /// Files were changed.
    record FilesChanged(List<ChangedFile> files) implements Result {
        public FilesChanged {
            files = List.copyOf(files);
        }
    }

    /// One file before and after.
    ///
    /// @param beforeDigest SHA-256 in hex; absent if there was no file
    /// @param afterDigest SHA-256 in hex; absent if there is no file any more
    record ChangedFile(
            Path path,
            Action.ChangeKind kind,
            Optional<Path> movedTo,
            Optional<String> beforeDigest,
            Optional<String> afterDigest) {}

    /// A part of a file.
    ///
    /// @param base64 the bytes
    /// @param totalBytes the size of the file
    record FileContent(Path path, String base64, long offset, long totalBytes) implements Result {}

    /// Lines that were found: file names, or matches as `path:line:text`.
    ///
    /// @param complete false if a bound cut the list
    record Listing(List<String> lines, boolean complete) implements Result {
        public Listing {
            lines = List.copyOf(lines);
        }
    }

    /// A document from the network or an answer of a tool.
    ///
    /// @param status an HTTP status, or 0
    record Document(int status, String mediaType, String text, long totalBytes) implements Result {}

    /// It was permitted, it was done, nothing more is to be said.
    record Done(String message) implements Result {}

    /// It was permitted, it was tried, and it did not work.
    ///
    /// @param message a sentence with what to do
    record Failed(String message) implements Result {}

    /// It was not permitted, by policy, by a person or by the boundary.
    ///
    /// @param rule the rule, for example `network.default`
    /// @param origin where the rule stands
    /// @param by `policy`, `user`, `auto_review`, `sandbox`, `journal` or `nobody`
    /// @param message a sentence with what to do
    record Refused(String rule, Origin origin, String by, String message) implements Result {}
}
