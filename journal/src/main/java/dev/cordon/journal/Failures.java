package dev.cordon.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;

/// Turns what the machine says into a sentence.
final class Failures {
    private Failures() {}

    static JournalException of(JournalFiles files, Exception e) {
        if (e instanceof JournalException known) {
            return known;
        }
        return new JournalException(
                "the journal in "
                        + files.root()
                        + " cannot be written: "
                        + cause(e)
                        + "; nothing may happen without it",
                e);
    }

    /// For a second thread that waits for the same failure: with a trace of its own.
    static JournalException again(CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        return new JournalException(message == null ? cause.toString() : message, e);
    }

    /// Whether there is no room on the disk.
    static boolean full(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota");
    }

    private static String cause(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof IOException problem && full(problem)) {
            return "the disk is full (make room, then go on)";
        }
        if (message.contains("Read-only file system")) {
            return "its file system is read-only (mount it for writing)";
        }
        if (message.contains("File too large")) {
            return "a file may not grow any more (see \"ulimit -f\")";
        }
        if (e instanceof AccessDeniedException || message.contains("Permission denied")) {
            return "this user may not write there (" + message + ")";
        }
        if (e instanceof FileSystemException || e instanceof IOException) {
            return message + " (" + e.getClass().getSimpleName() + ")";
        }
        return e.toString();
    }
}
