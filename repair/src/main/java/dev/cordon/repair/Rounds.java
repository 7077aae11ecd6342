package dev.cordon.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Tries candidates round by round: single changes by rank, then changes together.
final class Rounds {
    private static final int MAX_SURVIVORS = 24;
    private static final long SAY_EVERY_MILLIS = 1000;
    private static final long MIN_RIVAL_MILLIS = 15_000;

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

    /// All candidates that pass all tests, in the order of their rank. A tenth of the time is left
    /// to confirm and to compare them.
    ///
    /// @param singles best first
    /// @param roundsAfterFirst how long to go on for rivals of the first that passes
    /// @param relocation where the tests that a part of the repair leaves failing point to
    List<Candidate> search(
            List<Candidate> singles, int roundsAfterFirst, Combinations.Relocation relocation)
            throws InterruptedException {
        long half = limits.maxMillis() * 6 / 10;
        go("single changes", singles, roundsAfterFirst, half);
        if (survivors.isEmpty()) {
            Combinations combinations =
                    new Combinations(singles, partial, changed, judge.firstTests(), relocation);
            long most = limits.maxMillis() * 9 / 10;
            go("changes that mend the rest for each other", combinations.covering(), 1, most);
            if (survivors.isEmpty()) {
                go("pairs of changes", combinations.pairs(), 1, most);
            }
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
                // The rounds bound the search for rivals, the same on every machine; the clock
                // only where a round takes very long.
                if (now - firstMillis > Math.max(MIN_RIVAL_MILLIS, firstMillis / 2)) {
                    return;
                }
            }
        }
    }

    private void note(Judge.Verdict verdict) {
        if (verdict.survives()) {
            survivors.add(verdict.candidate());
        } else if (verdict.candidate().places().size() > 1) {
            return;
        } else if (!verdict.mended().isEmpty()) {
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
                "%s: %d of %d tried, %d pass, %d help, %d a minute, %d s used, %d s left"
                        .formatted(
                                what,
                                done,
                                all,
                                survivors.size(),
                                partial.size(),
                                judge.judged() * 60_000 / Math.max(1, judge.millis()),
                                now / 1000,
                                Math.max(0, limits.maxMillis() - now) / 1000));
    }
}
