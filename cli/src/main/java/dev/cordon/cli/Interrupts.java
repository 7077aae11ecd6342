package dev.cordon.cli;

/// What must happen when a run is ended from outside, by a signal or because nobody waits for it
/// any more.
interface Interrupts {
    /// Takes what must happen.
    ///
    /// @return takes it back
    Runnable add(Runnable action);

    /// Those of a process that serves one run: hooks at its end.
    Interrupts OF_PROCESS =
            action -> {
                Thread hook = Thread.ofPlatform().unstarted(action);
                Runtime.getRuntime().addShutdownHook(hook);
                return () -> remove(hook);
            };

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending already, and the hook runs.
        }
    }
}
