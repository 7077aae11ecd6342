final class Similarity {
    private Similarity() {}

    static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int insertOrDelete = Math.min(current[j - 1], previous[j]) + 1;
                current[j] = Math.min(insertOrDelete, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[to.length()];
    }

    static String commonSubsequence(String a, String b) {
        int[][] length = new int[a.length() + 1][b.length() + 1];
        for (int i = a.length() - 1; i >= 0; i--) {
            for (int j = b.length() - 1; j >= 0; j--) {
                if (a.charAt(i) == b.charAt(j)) {
                    length[i][j] = length[i + 1][j + 1] + 1;
                } else {
                    length[i][j] = Math.max(length[i + 1][j], length[i][j + 1]);
                }
            }
        }
        StringBuilder common = new StringBuilder();
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (a.charAt(i) == b.charAt(j)) {
                common.append(a.charAt(i));
                i++;
                j++;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return common.toString();
    }

    static String closest(String word, String... candidates) {
        String best = "";
        int smallest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < smallest) {
                smallest = distance;
                best = candidate;
            }
        }
        return best;
    }
}
