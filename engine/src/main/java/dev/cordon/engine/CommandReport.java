package dev.cordon.engine;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Result;
import java.util.Locale;

/// Words the result of a command for the model, in the form that models trained on Codex know.
final class CommandReport {
    private static final int BYTES_PER_TOKEN = 4;

    private CommandReport() {}

    static String text(CallId call, Result result, Tool.Context context) {
        return switch (result) {
            case Result.CommandOutput done -> output(call, done, context);
            case Result other -> ResultText.of(other, context);
        };
    }

    private static String output(CallId call, Result.CommandOutput done, Tool.Context context) {
        StringBuilder text = new StringBuilder(256);
        text.append("Chunk ID: ").append(chunkId(call)).append('\n');
        text.append("Wall time: ");
        seconds(done.wallMillis(), text);
        text.append(" seconds\n");
        if (done.process().isPresent()) {
            text.append("Process running with session ID ").append(done.process().getAsInt());
        } else {
            text.append("Process exited with code ").append(done.exitCode().orElse(-1));
        }
        text.append("\nOriginal token count: ")
                .append((done.totalBytes() + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN)
                .append("\nOutput:\n");
        text.append(
                context.fit(
                        done.output(), done.totalBytes(), done.spill(), context.maxAnswerBytes()));
        for (String note : done.notes()) {
            text.append("\n[").append(note).append(']');
        }
        return text.toString();
    }

    private static String chunkId(CallId call) {
        return String.format(Locale.ROOT, "%06x", call.value().hashCode() & 0xffffff);
    }

    private static void seconds(long millis, StringBuilder text) {
        String fraction = Long.toString(1000 + millis % 1000);
        text.append(millis / 1000).append('.').append(fraction, 1, 4).append('0');
    }
}
