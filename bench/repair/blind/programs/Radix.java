final class Radix {
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

    private Radix() {}

    static String write(long number, int base) {
        if (base < 2 || base > DIGITS.length()) {
            throw new IllegalArgumentException("no base: " + base);
        }
        if (number == 0) {
            return "0";
        }
        StringBuilder made = new StringBuilder();
        long rest = Math.abs(number);
        while (rest > 0) {
            made.append(DIGITS.charAt((int) (rest % base)));
            rest /= base;
        }
        if (number < 0) {
            made.append('-');
        }
        return made.reverse().toString();
    }

    static long read(String text, int base) {
        boolean negative = text.startsWith("-");
        int start = negative ? 1 : 0;
        if (start == text.length()) {
            throw new NumberFormatException("no digits");
        }
        long number = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = DIGITS.indexOf(Character.toLowerCase(text.charAt(i)));
            if (digit < 0 || digit >= base) {
                throw new NumberFormatException("no digit: " + text.charAt(i));
            }
            number = number * base + digit;
        }
        return negative ? -number : number;
    }

    static int digitalRoot(int number) {
        int rest = number;
        while (rest >= 10) {
            int sum = 0;
            for (int left = rest; left > 0; left /= 10) {
                sum += left % 10;
            }
            rest = sum;
        }
        return rest;
    }

    static int ones(int number) {
        int count = 0;
        for (int rest = number; rest != 0; rest &= rest - 1) {
            count++;
        }
        return count;
    }

    static int gray(int number) {
        return number ^ (number >>> 1);
    }

    static int fromGray(int code) {
        int number = code;
        for (int shift = 1; shift < 32; shift *= 2) {
            number ^= number >>> shift;
        }
        return number;
    }

    static String column(int number) {
        StringBuilder name = new StringBuilder();
        int rest = number;
        while (rest > 0) {
            rest--;
            name.insert(0, (char) ('A' + rest % 26));
            rest /= 26;
        }
        return name.toString();
    }
}
