final class Texts {
    static boolean palindrome(String text) {
        int i = 0;
        int j = text.length() - 1;
        while (i < j) {
            if (text.charAt(i) != text.charAt(j)) {
                return false;
            }
            i++;
            j--;
        }
        return true;
    }

    static String caesar(String text, int shift) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c >= 'a' && c <= 'z') {
                out.append((char) ('a' + (c - 'a' + shift) % 26));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static int vowels(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if ("aeiou".indexOf(Character.toLowerCase(text.charAt(i))) >= 0) {
                count++;
            }
        }
        return count;
    }

    static String initials(String name) {
        StringBuilder out = new StringBuilder();
        for (String part : name.trim().split(" +")) {
            if (!part.isEmpty()) {
                out.append(Character.toUpperCase(part.charAt(0))).append('.');
            }
        }
        return out.toString();
    }
}
