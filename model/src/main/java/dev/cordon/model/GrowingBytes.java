package dev.cordon.model;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// UTF-8 that only grows.
final class GrowingBytes {
    private byte[] bytes = new byte[4096];
    private int length;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    GrowingBytes add(String text) {
        byte[] more = text.getBytes(StandardCharsets.UTF_8);
        return add(more, 0, more.length);
    }

    GrowingBytes add(Json json) {
        return add(JsonText.write(json));
    }

    GrowingBytes add(byte[] more, int from, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(more, from, bytes, length, count);
        length += count;
        return this;
    }

    /// A view of what is there now; later growth does not change it.
    RequestBody.Segment from(int start, int end) {
        return new RequestBody.Segment(bytes, start, end);
    }
}
