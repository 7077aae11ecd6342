package dev.cordon.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.cordon.protocol.Json;
import dev.cordon.sandbox.Overlay;
import dev.cordon.sandbox.OverlayChange;
import dev.cordon.sandbox.OverlayState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The changes of a layer for people and for programs: one line each, and a unified diff of those
/// that are text.
final class LayerText {
    /// The longest file that is shown as a diff.
    static final int MAX_FILE_BYTES = 1 << 20;

    /// The most lines of all diffs together.
    static final int MAX_LINES = 20_000;

    private static final int CONTEXT_LINES = 3;

    private final Overlay overlay;
    private final List<OverlayChange> changes;

    /// @throws IOException if the layer cannot be read
    LayerText(Overlay overlay) throws IOException {
        this.overlay = overlay;
        this.changes = overlay.changes();
    }

    List<OverlayChange> changes() {
        return changes;
    }

    /// The unified diff, with a line for each change that is no text.
    List<String> diff() throws IOException {
        List<String> lines = new ArrayList<>();
        for (OverlayChange change : changes) {
            lines.add(change.line());
            if (lines.size() < MAX_LINES) {
                lines.addAll(of(change));
            }
        }
        if (lines.size() <= MAX_LINES) {
            return lines;
        }
        List<String> cut = new ArrayList<>(lines.subList(0, MAX_LINES));
        cut.add((lines.size() - MAX_LINES) + " more lines are not shown");
        return cut;
    }

    private List<String> of(OverlayChange change) throws IOException {
        boolean file =
                change.after().type() == OverlayState.Type.FILE
                        || change.before().type() == OverlayState.Type.FILE;
        if (!file || change.kind() == OverlayChange.Kind.MODE) {
            return List.of();
        }
        Optional<List<String>> before =
                lines(overlay.before(change, MAX_FILE_BYTES), change.before());
        Optional<List<String>> after = lines(overlay.after(change, MAX_FILE_BYTES), change.after());
        if (before.isEmpty() || after.isEmpty()) {
            return List.of("  not shown: binary, or longer than " + MAX_FILE_BYTES + " bytes");
        }
        String name = change.root().relativize(change.path()).toString();
        String old = change.from().map(p -> change.root().relativize(p).toString()).orElse(name);
        boolean added = change.before().type() != OverlayState.Type.FILE;
        boolean deleted = change.after().type() != OverlayState.Type.FILE;
        return UnifiedDiffUtils.generateUnifiedDiff(
                added ? "/dev/null" : "a/" + old,
                deleted ? "/dev/null" : "b/" + name,
                before.get(),
                DiffUtils.diff(before.get(), after.get()),
                CONTEXT_LINES);
    }

    private static Optional<List<String>> lines(Optional<byte[]> content, OverlayState state) {
        if (state.type() != OverlayState.Type.FILE) {
            return Optional.of(List.of());
        }
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content.get()))
                            .toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text.lines().toList());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// For `exec --json`: type `cordon.overlay`, every change, and the diff as one text.
    ///
    /// @param name what the layer is called if it is kept; empty if it is dropped
    Json.Obj json(String name) throws IOException {
        List<Json> list = new ArrayList<>();
        for (OverlayChange change : changes) {
            list.add(
                    Json.object()
                            .put("path", change.path().toString())
                            .put("kind", String.valueOf(change.kind().letter()))
                            .putText("from", change.from().map(Object::toString))
                            .putText("obstacle", change.obstacle())
                            .build());
        }
        return Json.object()
                .put("type", "cordon.overlay")
                .put("merged", false)
                .put("layer", name)
                .put("changes", Json.array(list))
                .put("diff", String.join("\n", diff()))
                .build();
    }
}
