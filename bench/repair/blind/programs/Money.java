import java.util.ArrayList;
import java.util.List;

final class Money {
    private Money() {}

    static long cents(String text) {
        String rest = text.strip();
        boolean negative = rest.startsWith("-");
        if (negative) {
            rest = rest.substring(1);
        }
        if (rest.startsWith("$")) {
            rest = rest.substring(1);
        }
        int dot = rest.indexOf('.');
        String whole = dot < 0 ? rest : rest.substring(0, dot);
        String fraction = dot < 0 ? "" : rest.substring(dot + 1);
        if (fraction.length() > 2) {
            throw new IllegalArgumentException("fractions of a cent: " + text);
        }
        long cents = Long.parseLong(whole.replace(",", "")) * 100;
        if (!fraction.isEmpty()) {
            cents += Long.parseLong(fraction) * (fraction.length() == 1 ? 10 : 1);
        }
        return negative ? -cents : cents;
    }

    static String text(long cents) {
        String digits = String.valueOf(Math.abs(cents) / 100);
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                made.append(',');
            }
            made.append(digits.charAt(i));
        }
        long fraction = Math.abs(cents) % 100;
        made.append(fraction < 10 ? ".0" : ".").append(fraction);
        return (cents < 0 ? "-$" : "$") + made;
    }

    static List<Long> split(long cents, int people) {
        List<Long> shares = new ArrayList<>();
        long share = cents / people;
        long left = cents % people;
        for (int i = 0; i < people; i++) {
            shares.add(i < left ? share + 1 : share);
        }
        return shares;
    }

    static long withTax(long cents, int percent) {
        return cents + (cents * percent + 50) / 100;
    }

    static long interest(long cents, int percent, int years) {
        long total = cents;
        for (int year = 0; year < years; year++) {
            total = withTax(total, percent);
        }
        return total - cents;
    }
}
