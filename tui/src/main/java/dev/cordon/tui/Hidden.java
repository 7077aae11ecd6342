package dev.cordon.tui;

/// Which characters a reader cannot see or that change how others are seen.
///
/// They carry attacks: bidirectional controls reorder what is read (CVE-2021-42574), tag characters
/// and variation selectors hide whole messages from people but not from models.
final class Hidden {
    private static final int JOINER = 0x200d;
    private static final int NON_JOINER = 0x200c;

    private Hidden() {}

    /// Whether the character shows nothing, moves something, or is not one.
    static boolean is(int character) {
        if (character >= ' ' && character < 0x7f) {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> blank(character);
        };
    }

    /// Whether a space looks like U+0020 and is none.
    static boolean isOddSpace(int character) {
        return character != ' ' && Character.getType(character) == Character.SPACE_SEPARATOR;
    }

    private static boolean blank(int character) {
        return switch (character) {
            // The combining grapheme joiner, fillers of Hangul, inherent vowels of Khmer, the empty
            // Braille pattern: letters and marks without a shape.
            case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default -> isVariation(character);
        };
    }

    static boolean isVariation(int character) {
        return (character >= 0xfe00 && character <= 0xfe0f)
                || (character >= 0xe0100 && character <= 0xe01ef)
                || (character >= 0x180b && character <= 0x180f);
    }

    /// Whether a hidden character may stay in text for reading because the script or the picture
    /// needs it: joiners between letters or pictures, a selector right after a picture.
    ///
    /// @param before the character before it that stays; 0 if there is none
    /// @param after the character after it; 0 if there is none
    static boolean isNeeded(int character, int before, int after) {
        if (character == JOINER || character == NON_JOINER) {
            return joins(before) && joins(after);
        }
        if (character == 0xfe0e || character == 0xfe0f) {
            boolean keycap = (before >= '0' && before <= '9') || before == '#' || before == '*';
            return keycap || Character.isExtendedPictographic(before);
        }
        return false;
    }

    private static boolean joins(int character) {
        boolean picture =
                Character.isExtendedPictographic(character)
                        || character == 0xfe0f
                        || Character.isEmojiModifier(character);
        boolean script = character > 0x5ff && Character.isLetter(character);
        boolean mark = character > 0x5ff && Character.getType(character) == NON_SPACING;
        return picture || script || mark;
    }

    private static final int NON_SPACING = Character.NON_SPACING_MARK;
}
