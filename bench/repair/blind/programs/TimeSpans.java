final class TimeSpans {
    private TimeSpans() {}

    static long seconds(String text) {
        String rest = text.strip();
        boolean negative = rest.startsWith("-");
        if (negative) {
            rest = rest.substring(1);
        }
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("no time span");
        }
        long total = 0;
        long number = 0;
        boolean digits = false;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (Character.isDigit(c)) {
                number = number * 10 + (c - '0');
                digits = true;
            } else if (c != ' ') {
                if (!digits) {
                    throw new IllegalArgumentException("no number before " + c);
                }
                total += number * unit(c);
                number = 0;
                digits = false;
            }
        }
        if (digits) {
            total += number;
        }
        return negative ? -total : total;
    }

    static String text(long seconds) {
        if (seconds == 0) {
            return "0s";
        }
        StringBuilder made = new StringBuilder();
        long rest = seconds;
        if (rest < 0) {
            made.append('-');
            rest = -rest;
        }
        for (char unit : new char[] {'d', 'h', 'm', 's'}) {
            long count = rest / unit(unit);
            rest %= unit(unit);
            if (count > 0) {
                made.append(count).append(unit);
            }
        }
        return made.toString();
    }

    static String clock(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds % 3600 / 60;
        String tail = two(minutes) + ":" + two(seconds % 60);
        return hours > 0 ? hours + ":" + tail : tail;
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    private static long unit(char c) {
        return switch (Character.toLowerCase(c)) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            default -> throw new IllegalArgumentException("no unit: " + c);
        };
    }
}
