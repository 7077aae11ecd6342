package dev.cordon.repair;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the failures themselves say about the mistake.
///
/// @param missingNull a null was met where none may be
/// @param outOfBounds an index was outside
/// @param endless a loop did not end
/// @param arithmetic a division by zero or an overflow
/// @param wrongTruth true and false were exchanged
/// @param wrongNumber differences expected minus found, nearest to zero first
/// @param wrongTexts what was expected and what was found
/// @param expectedThrows simple names of exceptions that were expected and did not come
record Hints(
        boolean missingNull,
        boolean outOfBounds,
        boolean endless,
        boolean arithmetic,
        boolean wrongTruth,
        List<Long> wrongNumber,
        List<Texts> wrongTexts,
        List<String> expectedThrows) {

    /// Two texts that should have been equal.
    record Texts(String expected, String found) {}

    static Hints from(List<TestResult> failures) {
        boolean missingNull = false;
        boolean outOfBounds = false;
        boolean endless = false;
        boolean arithmetic = false;
        boolean wrongTruth = false;
        Set<Long> numbers = new LinkedHashSet<>();
        List<Texts> texts = new ArrayList<>();
        Set<String> thrown = new LinkedHashSet<>();
        for (TestResult failure : failures) {
            String type = failure.type();
            missingNull |= type.endsWith("NullPointerException");
            outOfBounds |=
                    type.endsWith("IndexOutOfBoundsException")
                            || type.endsWith("NoSuchElementException")
                            || type.endsWith("EmptyStackException")
                            || type.endsWith("NegativeArraySizeException");
            endless |=
                    failure.status() == TestResult.Status.ENDLESS
                            || type.endsWith("StackOverflowError")
                            || type.endsWith("OutOfMemoryError");
            arithmetic |= type.endsWith("ArithmeticException");
            String message = failure.message();
            expectedThrow(message, thrown);
            Texts pair = expectedAndFound(message);
            if (pair.expected().isEmpty() && pair.found().isEmpty()) {
                wrongTruth |= type.endsWith("AssertionError") && message.equals("null");
                continue;
            }
            wrongTruth |= isTruth(pair.expected()) && isTruth(pair.found());
            addNumber(pair, numbers);
            texts.add(pair);
        }
        List<Long> sorted = new ArrayList<>(numbers);
        sorted.sort(java.util.Comparator.comparingLong(Math::abs));
        return new Hints(
                missingNull,
                outOfBounds,
                endless,
                arithmetic,
                wrongTruth,
                sorted,
                List.copyOf(texts),
                List.copyOf(thrown));
    }

    private static boolean isTruth(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static void addNumber(Texts pair, Set<Long> numbers) {
        try {
            long difference =
                    Math.subtractExact(
                            Long.parseLong(pair.expected()), Long.parseLong(pair.found()));
            if (difference != 0) {
                numbers.add(difference);
            }
        } catch (NumberFormatException | ArithmeticException _) {
            // Not two whole numbers: nothing to learn here.
        }
    }

    /// "Expected X to be thrown, but nothing was thrown." and "expected X to be thrown, but ...".
    private static void expectedThrow(String message, Set<String> thrown) {
        int end = message.indexOf(" to be thrown");
        if (end > 0) {
            String name = message.substring(message.lastIndexOf(' ', end - 1) + 1, end);
            thrown.add(name.substring(name.lastIndexOf('.') + 1));
        }
        String old = "Expected exception: ";
        int at = message.indexOf(old);
        if (at >= 0) {
            String name = message.substring(at + old.length()).strip();
            thrown.add(name.substring(name.lastIndexOf('.') + 1));
        }
    }

    /// JUnit 5: `expected: <A> but was: <B>`. JUnit 4: `expected:<A> but was:<B>`, where `[` and
    /// `]` surround the parts of long texts that differ. AssertJ is not read.
    static Texts expectedAndFound(String message) {
        int but = message.indexOf("> but was:");
        int open = message.indexOf("expected:");
        if (but < 0 || open < 0 || open > but) {
            return new Texts("", "");
        }
        int from = message.indexOf('<', open);
        int second = message.indexOf('<', but);
        int end = message.lastIndexOf('>');
        if (from < 0 || from > but || second < 0 || end < second) {
            return new Texts("", "");
        }
        String expected = message.substring(from + 1, but);
        String found = message.substring(second + 1, end);
        if (message.startsWith(":<", open + 8) && expected.contains("[")) {
            expected = expected.replace("[", "").replace("]", "");
            found = found.replace("[", "").replace("]", "");
        }
        return new Texts(expected, found);
    }

    /// How much likelier a kind of edit is after such failures.
    double factor(EditKind kind) {
        return switch (kind) {
            case GUARD, ADD_TERM ->
                    missingNull || outOfBounds || arithmetic ? 1.7 : endless ? 0.8 : 1;
            case BASE_CASE -> endless || outOfBounds || missingNull ? 1.6 : 1;
            case GUARD_THROWS -> expectedThrows.isEmpty() ? 0.5 : 3;
            case OFF_BY_ONE, RELATION ->
                    outOfBounds || endless || wrongNumber.contains(1L) || wrongNumber.contains(-1L)
                            ? 1.35
                            : 1;
            case STEP_INSERTED, STEP -> endless ? 2 : 0.8;
            case NEGATION, LOGIC, FLAG, EQUALITY -> wrongTruth ? 1.3 : 1;
            default -> 1;
        };
    }
}
