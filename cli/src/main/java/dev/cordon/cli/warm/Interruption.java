package dev.cordon.cli.warm;

import java.util.ArrayList;
import java.util.List;

/// What a signal to the caller does to its run here: what the run asked for, as hooks at the end of
/// a process would, or an interrupt of its thread if it asked for nothing or is told again.
final class Interruption {
    private final Thread thread;
    private final List<Runnable> actions = new ArrayList<>();
    private boolean happened;
    private boolean over;

    /// @param thread that of the run
    Interruption(Thread thread) {
        this.thread = thread;
    }

    /// @return takes the action back
    synchronized Runnable add(Runnable action) {
        actions.add(action);
        return () -> remove(action);
    }

    private synchronized void remove(Runnable action) {
        actions.remove(action);
    }

    /// A signal came, or the caller went away.
    void happen() {
        List<Runnable> todo;
        synchronized (this) {
            if (over) {
                return;
            }
            todo = happened ? List.of() : List.copyOf(actions);
            happened = true;
            if (todo.isEmpty()) {
                thread.interrupt();
            }
        }
        todo.forEach(Runnable::run);
    }

    /// The run has ended: nothing interrupts its thread any more.
    synchronized void over() {
        over = true;
        boolean _ = Thread.interrupted();
    }
}
