package dev.cordon.journal;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// A place outside the reach of whoever could change the journal, to which checkpoints go.
public sealed interface Anchor {

    /// A file that only grows, for example on another machine or on write-once storage.
    record ToFile(Path file) implements Anchor {}

    /// A command that gets the note on its standard input and ends with 0 when it has it, for
    /// example one that pushes it to a Git remote.
    record ToCommand(List<String> argv) implements Anchor {
        public ToCommand {
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("an anchor's command is empty");
            }
            argv = List.copyOf(argv);
        }
    }

    /// An endpoint that gets the note by POST as `text/plain` and answers with a status of 200 to
    /// 299.
    record ToHttp(URI endpoint) implements Anchor {}

    /// One word and where, for messages.
    default String name() {
        return switch (this) {
            case ToFile(Path file) -> "file " + file;
            case ToCommand(List<String> argv) -> "command " + argv.getFirst();
            case ToHttp(URI endpoint) -> "http " + endpoint.getHost();
        };
    }
}
