final class Intervals {
    static boolean overlap(int a, int b, int c, int d) {
        return a < d && c < b;
    }

    static int shared(int a, int b, int c, int d) {
        return Math.max(0, Math.min(b, d) - Math.max(a, c));
    }

    static int clamp(int value, int low, int high) {
        if (value < low) {
            return low;
        }
        return value > high ? high : value;
    }

    static int steps(int from, int to, int step) {
        if (step <= 0) {
            throw new IllegalArgumentException("step");
        }
        return to <= from ? 0 : (to - from + step - 1) / step;
    }
}
