package dev.cordon.tui;

/// Text of one meaning. Holds no control characters: what came from outside went through `Visible`
/// first, so that nothing a model, a file or a tool wrote can move the cursor.
///
/// @param text without line ends and control characters
record Span(String text, Role role) {
    Span {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                throw new IllegalArgumentException(
                        "control character U+%04X in a span".formatted((int) c));
            }
        }
    }
}
