package dev.cordon.policy;

/// Words of files in sentences for people: short, and without anything that a terminal obeys or
/// that looks like another letter.
final class Quoted {
    private static final int MAX_CHARS = 80;

    private Quoted() {}

    /// The word in quotation marks. Everything but printable ASCII is written as its code point, so
    /// that a Cyrillic letter or a zero-width space can be seen.
    static String of(String word) {
        StringBuilder out = new StringBuilder(word.length() + 2).append('"');
        int shown = 0;
        for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
            if (++shown > MAX_CHARS) {
                return out.append("…\"").toString();
            }
            int point = word.codePointAt(i);
            if (point == '"' || point == '\\') {
                out.append('\\').append((char) point);
            } else if (point >= ' ' && point < 0x7f) {
                out.append((char) point);
            } else {
                out.append("<U+");
                String hex = Integer.toHexString(point).toUpperCase(java.util.Locale.ROOT);
                out.append("0".repeat(Math.max(0, 4 - hex.length()))).append(hex).append('>');
            }
        }
        return out.append('"').toString();
    }
}
