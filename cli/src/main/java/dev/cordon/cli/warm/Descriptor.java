package dev.cordon.cli.warm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A descriptor that came from the caller. It is used as it is and not opened anew, because its
/// place in a file and its mode of appending are shared with the caller.
final class Descriptor implements AutoCloseable {
    /// A reader looks this often whether the run has ended while it waits for a terminal.
    private static final int LOOK_MILLIS = 250;

    private final int number;
    private int uses;
    private boolean closed;

    Descriptor(int number) {
        this.number = number;
    }

    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                while (begin()) {
                    try {
                        if (Libc.readable(number, LOOK_MILLIS)) {
                            return Libc.read(number, into, offset, length);
                        }
                    } finally {
                        end();
                    }
                }
                return -1;
            }
        };
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (!begin()) {
                    throw new IOException("the run has ended");
                }
                try {
                    Libc.write(number, bytes, offset, length);
                } finally {
                    end();
                }
            }
        };
    }

    private synchronized boolean begin() {
        if (closed) {
            return false;
        }
        uses++;
        return true;
    }

    private synchronized void end() {
        uses--;
        if (closed && uses == 0) {
            Libc.close(number);
        }
    }

    /// Does not wait: whoever still reads or writes closes it afterwards, so that the number is not
    /// given to another file while it is in use.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (uses == 0) {
                Libc.close(number);
            }
        }
    }
}
