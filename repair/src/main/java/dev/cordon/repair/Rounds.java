package dev.cordon.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Tries candidates round by round: single changes by rank, then pairs.
final class Rounds {
    private static final int MAX_SURVIVORS = 24;
    private static final long SAY_EVERY_MILLIS = 1000;
    private static final long MIN_RIVAL_MILLIS = 6000;

    private final Judge judge;
    private final SearchLimits limits;
    private final Progress progress;
    private final LongSupplier elapsedMillis;
    private final List<Candidate> survivors = new ArrayList<>();
    private final List<Judge.Verdict> partial = new ArrayList<>();
    private final List<Judge.Verdict> changed = new ArrayList<>();
    private long saidMillis;
    private long firstMillis = Long.MAX_VALUE;

    Rounds(Judge judge, SearchLimits limits, Progress progress, LongSupplier elapsedMillis) {
        this.judge = judge;
        this.limits = limits;
        this.progress = progress;
        this.elapsedMillis = elapsedMillis;
    }

    /// All candidates that pass all tests, in the order of their rank.
    ///
    /// @param singles best first
    /// @param roundsAfterFirst how long to go on for rivals of the first that passes
    List<Candidate> search(List<Candidate> singles, int roundsAfterFirst)
            throws InterruptedException {
        long half = limits.maxMillis() * 6 / 10;
        go("single changes", singles, roundsAfterFirst, half);
        if (survivors.isEmpty()) {
            List<Candidate> pairs = pairs(singles);
            go("pairs of changes", pairs, 1, limits.maxMillis());
        }
        return survivors;
    }

    private void go(String what, List<Candidate> candidates, int roundsAfterFirst, long untilMillis)
            throws InterruptedException {
        int size = Judge.BATCH * limits.hosts();
        int roundsLeft = Integer.MAX_VALUE;
        for (int from = 0; from < candidates.size() && roundsLeft > 0; from += size) {
            if (elapsedMillis.getAsLong() > untilMillis
                    || judge.judged() >= limits.maxCandidates()
                    || survivors.size() >= MAX_SURVIVORS) {
                return;
            }
            List<Candidate> round =
                    candidates.subList(from, Math.min(candidates.size(), from + size));
            for (Judge.Verdict verdict : judge.judge(round)) {
                note(verdict);
            }
            say(what, from + round.size(), candidates.size());
            if (!survivors.isEmpty()) {
                roundsLeft = Math.min(roundsLeft - 1, roundsAfterFirst);
                long now = elapsedMillis.getAsLong();
                firstMillis = Math.min(firstMillis, now);
                // Rivals are looked for as long again as the first took, but not for ever.
                if (now - firstMillis > Math.max(MIN_RIVAL_MILLIS, firstMillis / 2)) {
                    return;
                }
            }
        }
    }

    private void note(Judge.Verdict verdict) {
        if (verdict.survives()) {
            survivors.add(verdict.candidate());
        } else if (verdict.mended() > 0) {
            partial.add(verdict);
        } else if (verdict.changed()) {
            changed.add(verdict);
        }
    }

    private void say(String what, int done, int all) {
        long now = elapsedMillis.getAsLong();
        if (now - saidMillis < SAY_EVERY_MILLIS) {
            return;
        }
        saidMillis = now;
        progress.say(
                "%s: %d of %d tried, %d pass, %d help, %d s used, %d s left"
                        .formatted(
                                what,
                                done,
                                all,
                                survivors.size(),
                                partial.size(),
                                now / 1000,
                                Math.max(0, limits.maxMillis() - now) / 1000));
    }

    /// Pairs, those of changes that helped by themselves first.
    private List<Candidate> pairs(List<Candidate> singles) {
        List<Candidate> helped = best(partial);
        List<Candidate> moved = best(changed);
        List<Candidate> pairs = new ArrayList<>();
        combine(helped, helped, 60, 60, pairs);
        combine(helped, singles, 20, 400, pairs);
        combine(moved, moved, 120, 120, pairs);
        combine(moved, singles, 40, 300, pairs);
        combine(singles, singles, 150, 150, pairs);
        return new ArrayList<>(new java.util.LinkedHashSet<>(pairs));
    }

    private static List<Candidate> best(List<Judge.Verdict> verdicts) {
        return verdicts.stream()
                .sorted(
                        java.util.Comparator.comparingInt(Judge.Verdict::mended)
                                .reversed()
                                .thenComparing(Judge.Verdict::candidate, Candidate.ORDER))
                .map(Judge.Verdict::candidate)
                .toList();
    }

    private static void combine(
            List<Candidate> left,
            List<Candidate> right,
            int maxLeft,
            int maxRight,
            List<Candidate> pairs) {
        List<Candidate> here = new ArrayList<>();
        int lefts = Math.min(maxLeft, left.size());
        int rights = Math.min(maxRight, right.size());
        for (int i = 0; i < lefts; i++) {
            for (int j = 0; j < rights; j++) {
                Candidate one = left.get(i);
                Candidate other = right.get(j);
                if (!one.overlaps(other)) {
                    here.add(one.with(other, 1.0 / ((i + 2) * (j + 2))));
                }
            }
        }
        here.sort(java.util.Comparator.comparingDouble(Candidate::score).reversed());
        pairs.addAll(here);
    }
}
