final class Grid {
    static int[][] transpose(int[][] m) {
        int[][] t = new int[m[0].length][m.length];
        for (int row = 0; row < m.length; row++) {
            for (int column = 0; column < m[0].length; column++) {
                t[column][row] = m[row][column];
            }
        }
        return t;
    }

    static int neighbours(boolean[][] alive, int row, int column) {
        int count = 0;
        for (int i = row - 1; i <= row + 1; i++) {
            for (int j = column - 1; j <= column + 1; j++) {
                boolean inside = i >= 0 && i < alive.length && j >= 0 && j < alive[0].length;
                if (inside && alive[i][j] && !(i == row && j == column)) {
                    count++;
                }
            }
        }
        return count;
    }

    static int trace(int[][] m) {
        int sum = 0;
        for (int i = 0; i < m.length; i++) {
            sum += m[i][i];
        }
        return sum;
    }
}
