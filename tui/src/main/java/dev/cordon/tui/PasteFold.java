package dev.cordon.tui;

import java.util.LinkedHashMap;
import java.util.Map;

/// Long pastes stand in the composer as `[Pasted text #1, 42 lines]` and are sent whole.
final class PasteFold {
    static final int MAX_SHOWN_LINES = 10;
    static final int MAX_SHOWN_CHARS = 1000;

    private final Map<String, String> folded = new LinkedHashMap<>();
    private int number;

    /// What goes into the composer: the text itself, or a mark for it.
    String fold(String pasted) {
        String text = pasted.replace("\r\n", "\n").replace('\r', '\n');
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        if (lines <= MAX_SHOWN_LINES && text.length() <= MAX_SHOWN_CHARS) {
            return text;
        }
        number++;
        String size = lines > 1 ? lines + " lines" : text.length() + " characters";
        String mark = "[Pasted text #" + number + ", " + size + "]";
        folded.put(mark, text);
        return mark;
    }

    /// The text with what its marks stand for. A mark that was edited stands for nothing.
    String unfold(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("[Pasted text #", at);
            int close = open < 0 ? -1 : text.indexOf(']', open);
            if (close < 0) {
                break;
            }
            String mark = text.substring(open, close + 1);
            // What was pasted is not looked at again: it may spell a mark.
            out.append(text, at, open).append(folded.getOrDefault(mark, mark));
            at = close + 1;
        }
        return out.append(text, at, text.length()).toString();
    }

    /// The message was sent or thrown away.
    void clear() {
        folded.clear();
        number = 0;
    }
}
