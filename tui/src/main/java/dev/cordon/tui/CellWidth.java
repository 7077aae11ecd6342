package dev.cordon.tui;

/// How many cells of the screen a text takes, and where it may be cut.
///
/// The unit is the extended grapheme cluster of UAX #29: what a reader takes for one character is
/// never divided. A character whose width East Asian Width calls ambiguous takes one cell, as in
/// every terminal that is not told otherwise. A cluster takes what its characters take one by one,
/// except for pictures: joined ones, a skin tone, a flag and a keycap take two cells together.
final class CellWidth {
    private static final int PICTURE_CELLS = 2;
    private static final int VARIATION_PICTURE = 0xfe0f;
    private static final int HANGUL_BASE = 0xac00;
    private static final int HANGUL_TRAILING = 28;

    private CellWidth() {}

    /// The cells that a text without control characters takes.
    static int of(CharSequence text) {
        return of(text, 0, text.length());
    }

    /// The cells of a part of a text; both ends lie between clusters.
    static int of(CharSequence text, int from, int to) {
        int cells = 0;
        int at = from;
        while (at < to) {
            if (plain(text, at, to)) {
                cells++;
                at++;
            } else {
                int end = next(text, at, to);
                cells += cluster(text, at, end);
                at = end;
            }
        }
        return cells;
    }

    /// Where the cluster that begins at `from` ends.
    ///
    /// @param from less than `limit`
    static int next(CharSequence text, int from, int limit) {
        int character = Character.codePointAt(text, from);
        int at = from + Character.charCount(character);
        if (plain(text, from, limit)) {
            return at;
        }
        Joining joining = new Joining(character);
        while (at < limit) {
            int following = Character.codePointAt(text, at);
            if (!joining.takes(following)) {
                break;
            }
            at += Character.charCount(following);
        }
        return at;
    }

    /// Where the cluster before `to` begins; 0 at the beginning of the text. Looks back no further
    /// than to a character that nothing joins.
    ///
    /// @param to a place between clusters, at least 1
    static int previous(CharSequence text, int to) {
        int safe = to;
        do {
            safe -= Character.charCount(Character.codePointBefore(text, safe));
        } while (safe > 0 && !startsCluster(text, safe));
        int at = safe;
        while (true) {
            int end = next(text, at, text.length());
            if (end >= to) {
                return at;
            }
            at = end;
        }
    }

    /// Where the longest part that begins at `from` and takes no more than `cells` ends.
    static int fit(CharSequence text, int from, int cells) {
        int left = cells;
        int at = from;
        while (at < text.length()) {
            int end = next(text, at, text.length());
            left -= cluster(text, at, end);
            if (left < 0) {
                break;
            }
            at = end;
        }
        return at;
    }

    /// The cells of one cluster.
    static int cluster(CharSequence text, int from, int to) {
        int cells = 0;
        boolean joined = false;
        int first = Character.codePointAt(text, from);
        int at = from;
        while (at < to) {
            int character = Character.codePointAt(text, at);
            byte type = CellTable.of(character);
            boolean follows = at > from;
            if (type == CellTable.MODIFIER) {
                cells = follows && !shownAsPicture(first) ? cells : PICTURE_CELLS;
            } else if (character == VARIATION_PICTURE) {
                cells = follows && shownAsPicture(first) ? PICTURE_CELLS : cells;
            } else if (!joined || !isPicture(type)) {
                cells += alone(type);
            }
            joined = type == CellTable.JOINER;
            at += Character.charCount(character);
        }
        return cells;
    }

    private static boolean shownAsPicture(int first) {
        return isPicture(CellTable.of(first)) || isKeycap(first);
    }

    private static boolean isKeycap(int character) {
        return (character >= '0' && character <= '9') || character == '#' || character == '*';
    }

    private static boolean isPicture(byte type) {
        return type == CellTable.PICTURE || type == CellTable.PICTURE_WIDE;
    }

    private static int alone(byte type) {
        return switch (type) {
            case CellTable.WIDE,
                    CellTable.PICTURE_WIDE,
                    CellTable.HANGUL_L,
                    CellTable.HANGUL_SYLLABLE ->
                    2;
            case CellTable.CONTROL,
                    CellTable.EXTEND,
                    CellTable.EXTEND_PLAIN,
                    CellTable.LINKER,
                    CellTable.JOINER,
                    CellTable.HANGUL_V,
                    CellTable.HANGUL_T ->
                    0;
            default -> 1;
        };
    }

    /// Whether the character here takes one cell and what follows cannot join it.
    private static boolean plain(CharSequence text, int at, int limit) {
        char c = text.charAt(at);
        return c >= ' ' && c < 0x7f && (at + 1 == limit || text.charAt(at + 1) < 0x80);
    }

    private static boolean startsCluster(CharSequence text, int at) {
        byte type = CellTable.of(Character.codePointAt(text, at));
        byte before = CellTable.of(Character.codePointBefore(text, at));
        boolean open =
                before == CellTable.PREPEND
                        || before == CellTable.JOINER
                        || (Joining.isMark(before) && type == CellTable.CONSONANT);
        return !open
                && (type == CellTable.OTHER
                        || type == CellTable.WIDE
                        || type == CellTable.CONTROL
                        || type == CellTable.CONSONANT
                        || isPicture(type));
    }

    /// What has been joined so far, and whether one more character belongs to it: rules GB3 to GB13
    /// of UAX #29, revision 45.
    private static final class Joining {
        private byte last;
        private boolean lastIsOpenSyllable;
        private int regionals;
        private boolean picture;
        private boolean consonant;
        private boolean linked;

        Joining(int first) {
            add(first, CellTable.of(first));
        }

        boolean takes(int character) {
            byte type = CellTable.of(character);
            boolean joins = joins(type);
            if (joins) {
                add(character, type);
            }
            return joins;
        }

        private boolean joins(byte type) {
            if (last == CellTable.CONTROL || type == CellTable.CONTROL) {
                return false;
            }
            if (isMark(type) || last == CellTable.PREPEND) {
                return true;
            }
            return switch (type) {
                case CellTable.CONSONANT -> consonant && linked;
                case CellTable.PICTURE, CellTable.PICTURE_WIDE ->
                        picture && last == CellTable.JOINER;
                case CellTable.REGIONAL -> last == CellTable.REGIONAL && regionals % 2 == 1;
                case CellTable.HANGUL_L, CellTable.HANGUL_SYLLABLE -> last == CellTable.HANGUL_L;
                case CellTable.HANGUL_V, CellTable.VOWEL_SPACING ->
                        last == CellTable.HANGUL_L || isVowel(last) || lastIsOpenSyllable;
                case CellTable.HANGUL_T ->
                        isVowel(last)
                                || last == CellTable.HANGUL_T
                                || last == CellTable.HANGUL_SYLLABLE;
                default -> false;
            };
        }

        private void add(int character, byte type) {
            if (type == CellTable.CONSONANT) {
                consonant = true;
                linked = false;
            } else if (type == CellTable.LINKER) {
                linked = true;
            } else if (type == CellTable.EXTEND_PLAIN || !isMark(type)) {
                consonant = false;
            } else if (type == CellTable.SPACING) {
                consonant = false;
            }
            if (isPicture(type)) {
                picture = true;
            } else if (!isMark(type)) {
                picture = false;
            }
            regionals = type == CellTable.REGIONAL ? regionals + 1 : 0;
            lastIsOpenSyllable =
                    type == CellTable.HANGUL_SYLLABLE
                            && (character - HANGUL_BASE) % HANGUL_TRAILING == 0;
            last = type;
        }

        private static boolean isVowel(byte type) {
            return type == CellTable.HANGUL_V || type == CellTable.VOWEL_SPACING;
        }

        private static boolean isMark(byte type) {
            return switch (type) {
                case CellTable.EXTEND,
                        CellTable.EXTEND_PLAIN,
                        CellTable.LINKER,
                        CellTable.MODIFIER,
                        CellTable.HALF_MARK,
                        CellTable.JOINER,
                        CellTable.SPACING ->
                        true;
                default -> false;
            };
        }
    }
}
