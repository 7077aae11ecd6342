package dev.cordon.repair;

/// What instrumented project classes call: counts steps, so that an endless loop ends after the
/// same number of steps on every machine, and remembers which lines ran.
///
/// The state is static because the calls are planted into foreign bytecode, which has no object of
/// ours to call. It lives in a test host, which runs one test at a time.
public final class Probe {
    private static final int MAX_PLACES = 1 << 20;

    private static final long NEVER = Long.MIN_VALUE;

    private static long stepsLeft = Long.MAX_VALUE;
    private static boolean[] hits = new boolean[0];
    private static int variant;

    private Probe() {}

    /// The steps of a test are used up.
    static final class Exhausted extends Error {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("the step limit is spent: an endless loop or recursion", null, false, true);
        }
    }

    /// The code asked to end the virtual machine.
    static final class ExitAsked extends Error {
        private static final long serialVersionUID = 1L;

        ExitAsked(int status) {
            super("System.exit(" + status + ") was called");
        }
    }

    /// One step: a method was entered or a loop goes round again.
    public static void tick() {
        if (--stepsLeft < 0) {
            throw new Exhausted();
        }
    }

    /// The place ran.
    ///
    /// @param place a number that the instrumenter gave to a line
    public static void hit(int place) {
        hits[place] = true;
    }

    /// Which of the variants in a {@link Batch} is under test; 0 for the code as it was.
    public static int variant() {
        return variant;
    }

    /// Stands in for `System.exit`.
    public static void exit(int status) {
        if (stepsLeft != NEVER) {
            throw new ExitAsked(status);
        }
    }

    /// Ends the test: threads that it left behind end at their next step.
    static void stop() {
        stepsLeft = 0;
    }

    static void start(long maxSteps) {
        stepsLeft = maxSteps;
    }

    static void choose(int number) {
        variant = number;
    }

    static long stepsLeft() {
        return stepsLeft;
    }

    static void reserve(int places) {
        if (places > MAX_PLACES) {
            throw new IllegalArgumentException(
                    "%d lines to watch; at most %d".formatted(places, MAX_PLACES));
        }
        if (hits.length < places) {
            hits = java.util.Arrays.copyOf(hits, Math.max(places, hits.length * 2));
        }
    }

    static boolean[] takeHits() {
        boolean[] taken = hits;
        hits = new boolean[taken.length];
        return taken;
    }
}
