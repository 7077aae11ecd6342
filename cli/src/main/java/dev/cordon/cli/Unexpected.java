package dev.cordon.cli;

/// What is said when Cordon itself has a mistake: one sentence and where it was, because a page of
/// frames helps nobody who only uses it.
final class Unexpected {
    private static final int PLACES = 3;
    private static final int MAX_CHARS = 500;

    private Unexpected() {}

    /// @return the exit code
    static int say(Host host, RuntimeException e) {
        StringBuilder text = new StringBuilder("cordon: this should not have happened: ");
        text.append(Printable.line(e.toString(), MAX_CHARS));
        StackTraceElement[] frames = e.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, PLACES); i++) {
            text.append(i == 0 ? " (at " : " < ");
            text.append(frames[i].getFileName()).append(':').append(frames[i].getLineNumber());
        }
        text.append(frames.length == 0 ? "" : ")");
        host.say(text + "; please report it with these words");
        return ExitCode.FAILED.code();
    }
}
