package dev.cordon.model;

import dev.cordon.protocol.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the bytes of a history that grows, so that each entry is written once.
///
/// What an entry becomes depends only on the entries before it, never on where earlier requests
/// ended: a new client that is given the same history writes the same bytes, and the provider's
/// cache stays warm after a resume.
final class HistoryBytes {
    private final Encoder encoder;
    private final GrowingBytes bytes = new GrowingBytes();
    private int count;
    private String model = "";
    private @Nullable Item first;
    private @Nullable Item last;

    HistoryBytes(Encoder encoder) {
        this.encoder = encoder;
    }

    /// Writes what is new in the history, or all of it if it is another one.
    void follow(String requested, List<Item> history) {
        boolean grown =
                requested.equals(model)
                        && history.size() >= count
                        && (count == 0
                                || (history.getFirst() == first && history.get(count - 1) == last));
        if (!grown) {
            count = 0;
        }
        if (count == 0) {
            model = requested;
            bytes.clear();
            encoder.reset(requested);
        }
        for (int i = count; i < history.size(); i++) {
            encoder.accept(history.get(i), bytes);
        }
        count = history.size();
        first = history.isEmpty() ? null : history.getFirst();
        last = history.isEmpty() ? null : history.getLast();
    }

    GrowingBytes bytes() {
        return bytes;
    }

    /// Turns entries into elements of a JSON array.
    interface Encoder {
        /// Starts a new history for a model.
        void reset(String model);

        /// Takes an entry; appends the elements that cannot change any more.
        void accept(Item item, GrowingBytes out);

        /// Appends what is still open as if the history ended here, and stays as it is.
        void close(GrowingBytes out);
    }
}
