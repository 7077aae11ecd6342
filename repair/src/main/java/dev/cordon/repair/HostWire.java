package dev.cordon.repair;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shapes that the worker and its test hosts exchange over pipes.
final class HostWire {
    static final byte BASE = 1;
    static final byte RUN = 2;
    static final byte COMPARE = 3;
    static final int MAX_CLASS_BYTES = 16 * 1024 * 1024;
    static final int MAX_ENTRIES = 1 << 20;

    private HostWire() {}

    /// Asks for tests to be run.
    ///
    /// @param overlayKey the same for requests with the same overlay, so that work on it is kept
    /// @param overlay classes of the candidate by binary name
    /// @param variant which variant of a {@link Batch}; 0 for none
    /// @param maxSteps for each test
    record Run(
            long overlayKey,
            Map<String, byte[]> overlay,
            int variant,
            List<String> ids,
            long maxSteps,
            boolean coverage,
            boolean stopAtFirstFailure) {}

    /// Asks how candidates behave on made-up inputs.
    ///
    /// @param descriptor of the method, for example `([I)I`
    record Compare(
            List<Map<String, byte[]>> overlays,
            String className,
            String method,
            String descriptor,
            long seed,
            int inputs,
            List<String> numbers,
            List<String> words) {}

    static void writeClasses(DataOutput out, Map<String, byte[]> classes) throws IOException {
        out.writeInt(classes.size());
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            out.write(entry.getValue());
        }
    }

    static Map<String, byte[]> readClasses(DataInput in) throws IOException {
        int count = bounded(in.readInt(), MAX_ENTRIES);
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            byte[] code = new byte[bounded(in.readInt(), MAX_CLASS_BYTES)];
            in.readFully(code);
            classes.put(name, code);
        }
        return classes;
    }

    static void writeTexts(DataOutput out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    static List<String> readTexts(DataInput in) throws IOException {
        int count = bounded(in.readInt(), MAX_ENTRIES);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[bounded(in.readInt(), MAX_CLASS_BYTES)];
            in.readFully(bytes);
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }

    static void writeRun(DataOutput out, Run run) throws IOException {
        out.writeLong(run.overlayKey());
        writeClasses(out, run.overlay());
        out.writeInt(run.variant());
        writeTexts(out, run.ids());
        out.writeLong(run.maxSteps());
        out.writeBoolean(run.coverage());
        out.writeBoolean(run.stopAtFirstFailure());
    }

    static Run readRun(DataInput in) throws IOException {
        return new Run(
                in.readLong(),
                readClasses(in),
                in.readInt(),
                readTexts(in),
                in.readLong(),
                in.readBoolean(),
                in.readBoolean());
    }

    static void writeCompare(DataOutput out, Compare compare) throws IOException {
        out.writeInt(compare.overlays().size());
        for (Map<String, byte[]> overlay : compare.overlays()) {
            writeClasses(out, overlay);
        }
        writeTexts(out, List.of(compare.className(), compare.method(), compare.descriptor()));
        out.writeLong(compare.seed());
        out.writeInt(compare.inputs());
        writeTexts(out, compare.numbers());
        writeTexts(out, compare.words());
    }

    static Compare readCompare(DataInput in) throws IOException {
        int count = bounded(in.readInt(), MAX_ENTRIES);
        List<Map<String, byte[]>> overlays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            overlays.add(readClasses(in));
        }
        List<String> names = readTexts(in);
        return new Compare(
                overlays,
                names.get(0),
                names.get(1),
                names.get(2),
                in.readLong(),
                in.readInt(),
                readTexts(in),
                readTexts(in));
    }

    private static int bounded(int count, int max) throws IOException {
        if (count < 0 || count > max) {
            throw new IOException("the test host and the worker disagree: a count of " + count);
        }
        return count;
    }
}
