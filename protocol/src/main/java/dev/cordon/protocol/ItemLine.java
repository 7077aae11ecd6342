package dev.cordon.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a session log that hold an item, where the time to take a session up counts.
///
/// Takes only the exact layout that {@link EnvelopeCodec#write} gives, in large steps and without a
/// tree of values between; whatever looks different in any way is left to the full reader. What
/// this reads, the full reader reads the same: `ItemLineTest` holds both against each other.
public final class ItemLine {
    private static final String START =
            "\",\"event\":{\"type\":\"item_added\",\"item\":{\"type\":\"";

    /// The members before the event are shorter than this.
    private static final int MAX_PREFIX_CHARS = 100;

    private final String line;
    private int at;
    private int backslash;

    private ItemLine(String line, int at) {
        this.line = line;
        this.at = at;
        this.backslash = line.indexOf('\\', at);
    }

    /// The item of a line without its end; empty if the line must be read by the full reader.
    ///
    /// @param utf8 the whole line
    public static Optional<Item> read(byte[] utf8) {
        if (!plain(utf8)) {
            return Optional.empty();
        }
        String line = new String(utf8, StandardCharsets.UTF_8);
        int start = line.indexOf(START);
        // A replacement character may stand for bytes that are no UTF-8.
        if (start < 0 || start > MAX_PREFIX_CHARS || line.indexOf('\uFFFD') >= 0) {
            return Optional.empty();
        }
        ItemLine reader = new ItemLine(line, start + START.length());
        try {
            Item item = reader.item();
            return item != null && reader.end() ? Optional.of(item) : Optional.empty();
        } catch (IllegalArgumentException _) {
            // A record refuses a value; the full reader says so in its own words.
            return Optional.empty();
        }
    }

    /// Whether there is no control character, which JSON allows in no string.
    private static boolean plain(byte[] utf8) {
        for (byte b : utf8) {
            if (b >= 0 && b < 0x20) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Item item() {
        // Behind the quotation mark of the type.
        if (take("tool_output\",\"call\":")) {
            return toolOutput();
        }
        if (take("tool_call\",\"call\":")) {
            return toolCall();
        }
        if (take("assistant_message\",\"text\":")) {
            return assistantMessage();
        }
        if (take("user_message\",\"content\":[")) {
            List<Content> content = content();
            return content == null ? null : new Item.UserMessage(content);
        }
        return null;
    }

    private @Nullable Item toolOutput() {
        String call = string();
        String name = call != null && take(",\"name\":") ? string() : null;
        String status = name != null && take(",\"status\":") ? string() : null;
        List<Content> content = status != null && take(",\"content\":[") ? content() : null;
        if (call == null || name == null || status == null || content == null) {
            return null;
        }
        for (Item.ToolStatus known : Item.ToolStatus.values()) {
            if (Members.word(known).equals(status)) {
                return new Item.ToolOutput(new CallId(call), name, known, content);
            }
        }
        return null;
    }

    private @Nullable Item toolCall() {
        String call = string();
        String name = call != null && take(",\"name\":") ? string() : null;
        if (call == null || name == null) {
            return null;
        }
        Optional<String> namespace = optional(",\"namespace\":");
        boolean arguments = take(",\"input\":{\"type\":\"arguments\",\"text\":");
        if (!arguments && !take(",\"input\":{\"type\":\"freeform\",\"text\":")) {
            return null;
        }
        String text = string();
        if (text == null || !take("}")) {
            return null;
        }
        return new Item.ToolCall(
                new CallId(call),
                name,
                namespace,
                arguments ? new Item.ToolInput.Arguments(text) : new Item.ToolInput.Freeform(text),
                wire());
    }

    private @Nullable Item assistantMessage() {
        String text = string();
        if (text == null) {
            return null;
        }
        Optional<String> phase = optional(",\"phase\":");
        return new Item.AssistantMessage(text, phase, wire());
    }

    /// Absent if it is not there or not readable; then what follows does not fit either.
    private Optional<Wire> wire() {
        int before = at;
        if (take(",\"wire\":{\"provider\":")) {
            String provider = string();
            String model = provider != null && take(",\"model\":") ? string() : null;
            String json = model != null && take(",\"json\":") ? string() : null;
            if (provider != null && model != null && json != null && take("}")) {
                return Optional.of(new Wire(provider, model, json));
            }
            at = before;
        }
        return Optional.empty();
    }

    private Optional<String> optional(String member) {
        int before = at;
        if (take(member)) {
            String value = string();
            if (value != null) {
                return Optional.of(value);
            }
            at = before;
        }
        return Optional.empty();
    }

    /// Texts up to the end of their array; null if there is anything else.
    private @Nullable List<Content> content() {
        List<Content> parts = new ArrayList<>(1);
        if (take("]")) {
            return parts;
        }
        do {
            String text = take("{\"type\":\"text\",\"text\":") ? string() : null;
            if (text == null || !take("}")) {
                return null;
            }
            parts.add(new Content.Text(text));
        } while (take(","));
        return take("]") ? parts : null;
    }

    private boolean end() {
        return take("}}}") && at == line.length();
    }

    private boolean take(String expected) {
        if (line.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    /// A string with its quotation marks; null if there is none that can be read.
    private @Nullable String string() {
        if (!take("\"")) {
            return null;
        }
        int start = at;
        int end = line.indexOf('"', start);
        if (backslash >= 0 && backslash < start) {
            backslash = line.indexOf('\\', start);
        }
        if (end < 0) {
            return null;
        }
        if (backslash < 0 || backslash > end) {
            at = end + 1;
            return line.substring(start, end);
        }
        return escaped(start);
    }

    private @Nullable String escaped(int start) {
        StringBuilder text = new StringBuilder(line.length() - start);
        int from = start;
        int end = line.indexOf('"', from);
        while (end >= 0) {
            if (backslash < 0 || backslash > end) {
                text.append(line, from, end);
                at = end + 1;
                return text.toString();
            }
            text.append(line, from, backslash);
            from = unescape(text);
            if (from < 0) {
                return null;
            }
            backslash = line.indexOf('\\', from);
            if (end < from) {
                end = line.indexOf('"', from);
            }
        }
        return null;
    }

    /// Adds the character of the escape at {@link #backslash}.
    ///
    /// @return the place behind the escape; negative if there is no such escape
    private int unescape(StringBuilder text) {
        int kind = backslash + 1;
        if (kind >= line.length()) {
            return -1;
        }
        char c = line.charAt(kind);
        if (c == 'u') {
            return unicode(text, kind + 1);
        }
        int place = "\"\\/bfnrt".indexOf(c);
        if (place < 0) {
            return -1;
        }
        text.append("\"\\/\b\f\n\r\t".charAt(place));
        return kind + 1;
    }

    private int unicode(StringBuilder text, int from) {
        if (from + 4 > line.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = hex(line.charAt(i));
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        text.append((char) code);
        return from + 4;
    }

    private static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = (c | 0x20) - 'a';
        return letter >= 0 && letter < 6 ? letter + 10 : -1;
    }
}
