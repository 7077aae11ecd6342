final class Ciphers {
    private Ciphers() {}

    static String caesar(String text, int shift) {
        StringBuilder made = new StringBuilder();
        for (char c : text.toCharArray()) {
            made.append(shifted(c, shift));
        }
        return made.toString();
    }

    static String vigenere(String text, String key, boolean decode) {
        StringBuilder made = new StringBuilder();
        int used = 0;
        for (char c : text.toCharArray()) {
            if (Character.isLetter(c)) {
                int shift = Character.toLowerCase(key.charAt(used % key.length())) - 'a';
                made.append(shifted(c, decode ? -shift : shift));
                used++;
            } else {
                made.append(c);
            }
        }
        return made.toString();
    }

    static String railFence(String text, int rails) {
        if (rails < 2) {
            return text;
        }
        StringBuilder[] rows = new StringBuilder[rails];
        for (int i = 0; i < rails; i++) {
            rows[i] = new StringBuilder();
        }
        int row = 0;
        int step = 1;
        for (char c : text.toCharArray()) {
            rows[row].append(c);
            if (row == 0) {
                step = 1;
            } else if (row == rails - 1) {
                step = -1;
            }
            row += step;
        }
        StringBuilder made = new StringBuilder();
        for (StringBuilder line : rows) {
            made.append(line);
        }
        return made.toString();
    }

    private static char shifted(char c, int shift) {
        if (c >= 'a' && c <= 'z') {
            return (char) ('a' + Math.floorMod(c - 'a' + shift, 26));
        }
        if (c >= 'A' && c <= 'Z') {
            return (char) ('A' + Math.floorMod(c - 'A' + shift, 26));
        }
        return c;
    }
}
