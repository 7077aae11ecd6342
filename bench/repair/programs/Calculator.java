final class Calculator {
    private final String text;
    private int at;

    private Calculator(String text) {
        this.text = text.replace(" ", "");
    }

    static int evaluate(String text) {
        return new Calculator(text).sum();
    }

    private int sum() {
        int value = product();
        while (at < text.length() && (peek() == '+' || peek() == '-')) {
            char sign = text.charAt(at++);
            int right = product();
            value = sign == '+' ? value + right : value - right;
        }
        return value;
    }

    private int product() {
        int value = factor();
        while (at < text.length() && peek() == '*') {
            at++;
            value *= factor();
        }
        return value;
    }

    private int factor() {
        if (peek() == '(') {
            at++;
            int value = sum();
            at++;
            return value;
        }
        int value = 0;
        while (at < text.length() && Character.isDigit(peek())) {
            value = value * 10 + (text.charAt(at++) - '0');
        }
        return value;
    }

    private char peek() {
        return text.charAt(at);
    }
}
