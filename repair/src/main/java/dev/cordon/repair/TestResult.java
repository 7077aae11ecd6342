package dev.cordon.repair;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How one test went.
///
/// @param id the framework's own id
/// @param type class of the exception; empty if there was none
/// @param message of the exception, cut to {@link #MAX_MESSAGE_CHARS}; empty if there was none
/// @param frames of the exception, innermost first
/// @param steps method entries and loop rounds in project code
record TestResult(
        String id, Status status, String type, String message, List<Frame> frames, long steps) {
    static final int MAX_MESSAGE_CHARS = 4000;
    static final int MAX_FRAMES = 60;

    TestResult {
        frames = List.copyOf(frames);
    }

    /// How it ended.
    enum Status {
        PASSED,
        FAILED,
        /// An endless loop: stopped after a number of steps or by the clock.
        ENDLESS,
        SKIPPED
    }

    /// A line of a stack trace.
    ///
    /// @param file package and file name, for example `org/example/Stack.java`
    record Frame(String file, String method, int line) {}

    static TestResult passed(String id, long steps) {
        return new TestResult(id, Status.PASSED, "", "", List.of(), steps);
    }

    static TestResult skipped(String id) {
        return new TestResult(id, Status.SKIPPED, "", "", List.of(), 0);
    }

    static TestResult endless(String id, String message) {
        return new TestResult(id, Status.ENDLESS, "endless", message, List.of(), 0);
    }

    static TestResult failed(String id, Throwable cause, long steps) {
        List<Frame> frames = new ArrayList<>();
        for (StackTraceElement element : cause.getStackTrace()) {
            if (frames.size() == MAX_FRAMES) {
                break;
            }
            frames.add(frame(element));
        }
        String message = String.valueOf(cause.getMessage());
        return new TestResult(
                id,
                steps < 0 || cause instanceof Probe.Exhausted ? Status.ENDLESS : Status.FAILED,
                cause.getClass().getName(),
                message.substring(0, Math.min(message.length(), MAX_MESSAGE_CHARS)),
                frames,
                Math.max(0, steps));
    }

    private static Frame frame(StackTraceElement element) {
        String name = element.getClassName().replace('.', '/');
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        String file = element.getFileName();
        return new Frame(
                folder + (file == null ? "" : file),
                element.getMethodName(),
                Math.max(0, element.getLineNumber()));
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(id);
        out.writeUTF(status.name());
        out.writeUTF(type);
        out.writeUTF(message);
        out.writeInt(frames.size());
        for (Frame frame : frames) {
            out.writeUTF(frame.file());
            out.writeUTF(frame.method());
            out.writeInt(frame.line());
        }
        out.writeLong(steps);
    }

    static TestResult read(DataInput in) throws IOException {
        String id = in.readUTF();
        Status status = Status.valueOf(in.readUTF());
        String type = in.readUTF();
        String message = in.readUTF();
        int count = in.readInt();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(new Frame(in.readUTF(), in.readUTF(), in.readInt()));
        }
        return new TestResult(id, status, type, message, frames, in.readLong());
    }
}
