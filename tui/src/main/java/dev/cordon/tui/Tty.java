package dev.cordon.tui;

import java.io.IOException;

/// A terminal in raw mode.
interface Tty extends AutoCloseable {
    /// How large it is.
    ///
    /// @param columns at least 1
    /// @param rows at least 1
    record Size(int columns, int rows) {
        public Size {
            columns = Math.max(1, columns);
            rows = Math.max(1, rows);
        }
    }

    Size size();

    /// Waits for what the user types.
    ///
    /// @return how many bytes; -1 if the terminal is gone
    int read(byte[] buffer) throws IOException;

    /// Writes all bytes at once.
    ///
    /// @throws IOException if the terminal is gone
    void write(byte[] bytes) throws IOException;

    /// Calls back on any thread when the size changed.
    void onResize(Runnable changed);

    /// Gives the terminal back to the shell, stops the process until it is taken up again, and
    /// takes the terminal again.
    void suspend() throws IOException;

    /// Gives the terminal to another program for as long as `work` takes.
    void lend(Runnable work) throws IOException;

    /// Gives the terminal back as it was. May be called more than once, and by a shutdown hook.
    @Override
    void close();
}
