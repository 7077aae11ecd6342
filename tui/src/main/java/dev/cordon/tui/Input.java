package dev.cordon.tui;

/// What came from the terminal, as far as it means something.
sealed interface Input {

    /// A key without a character of its own.
    enum Name {
        /// A character; `codePoint` says which.
        CHAR,
        ENTER,
        TAB,
        BACKSPACE,
        DELETE,
        ESCAPE,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        HOME,
        END,
        PAGE_UP,
        PAGE_DOWN,
        INSERT,
        FUNCTION
    }

    /// A key was pressed.
    ///
    /// @param codePoint the character of {@link Name#CHAR}, in lower case where Ctrl is held; the
    ///   number of {@link Name#FUNCTION}; else 0
    record Press(Name name, int codePoint, boolean ctrl, boolean alt, boolean shift)
            implements Input {
        static Press of(Name name) {
            return new Press(name, 0, false, false, false);
        }

        static Press character(int codePoint) {
            return new Press(Name.CHAR, codePoint, false, false, false);
        }

        static Press control(char letter) {
            return new Press(Name.CHAR, letter, true, false, false);
        }

        static Press alt(int codePoint) {
            return new Press(Name.CHAR, codePoint, false, true, false);
        }

        /// Whether this is Ctrl and that letter.
        boolean isControl(char letter) {
            return name == Name.CHAR && ctrl && !alt && codePoint == letter;
        }

        /// Whether this is Alt and that letter.
        boolean isAlt(char letter) {
            return name == Name.CHAR && alt && !ctrl && codePoint == letter;
        }

        /// Whether this is that key with nothing held.
        boolean is(Name wanted) {
            return name == wanted && !ctrl && !alt && !shift;
        }

        /// Whether this is that character, typed.
        boolean types(int wanted) {
            return name == Name.CHAR && !ctrl && !alt && codePoint == wanted;
        }
    }

    /// Text was pasted between the marks of bracketed paste. It may hold anything.
    ///
    /// @param cut whether there was more than is kept
    record Paste(String text, boolean cut) implements Input {}

    /// The terminal got or lost the focus.
    record Focus(boolean gained) implements Input {}

    /// The terminal answered a question, or sent what nobody knows; the letter ends it.
    ///
    /// @param text the sequence without its introducer, printable characters only
    record Report(char kind, String text) implements Input {}
}
