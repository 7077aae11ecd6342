package dev.cordon.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Changes put together where none is enough alone.
///
/// A change is a good part if it mends some failing tests and breaks none. Two or three good parts
/// that mend all failing tests between them come first; then each good part is kept and extended by
/// changes at the places to which the rest of the failures points; then what at least helped, and
/// last what at least changed how a test fails, since two mistakes in one place hide each other.
final class Combinations {
    private static final int MAX_PARTS = 160;
    private static final int MAX_TRIPLES = 4000;
    private static final int MAX_KEPT = 24;
    private static final int MAX_KEPT_OF_ONE_KIND = 3;
    private static final int MAX_EXTENSIONS = 300;

    private final List<Candidate> singles;
    private final List<Judge.Verdict> parts;
    private final List<Candidate> helped;
    private final List<Candidate> moved;
    private final int failing;
    private final Relocation relocation;
    private final Set<List<Candidate.Place>> seen = new HashSet<>();

    /// Tells how well a change fits failures that are left.
    interface Relocation {
        /// @param left indices of the tests that still fail
        /// @return how suspicious these tests alone find the place of the change
        double suspicion(Candidate candidate, Set<Integer> left);
    }

    /// @param singles best first
    /// @param partial single changes that mend some tests
    /// @param changed single changes that change how a test fails
    /// @param failing how many failing tests there are, of those that are run first
    Combinations(
            List<Candidate> singles,
            List<Judge.Verdict> partial,
            List<Judge.Verdict> changed,
            int failing,
            Relocation relocation) {
        this.singles = singles;
        this.failing = failing;
        this.relocation = relocation;
        Comparator<Judge.Verdict> best =
                Comparator.comparingInt((Judge.Verdict v) -> v.mended().size())
                        .reversed()
                        .thenComparing(Judge.Verdict::candidate, Candidate.ORDER);
        this.parts =
                partial.stream()
                        .filter(Judge.Verdict::clean)
                        .sorted(best)
                        .limit(MAX_PARTS)
                        .toList();
        this.helped = partial.stream().sorted(best).map(Judge.Verdict::candidate).toList();
        this.moved = changed.stream().sorted(best).map(Judge.Verdict::candidate).toList();
    }

    /// Good parts that mend all failing tests between them, likeliest first.
    List<Candidate> covering() {
        List<Candidate> pairs = new ArrayList<>();
        List<Candidate> triples = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (int j = i + 1; j < parts.size(); j++) {
                Set<Integer> both = union(parts.get(i), parts.get(j));
                if (both.size() == failing) {
                    add(parts.get(i).candidate(), parts.get(j).candidate(), pairs);
                } else if (both.size() > parts.get(i).mended().size()) {
                    triples(i, j, both, triples);
                }
            }
        }
        pairs.sort(Candidate.ORDER);
        triples.sort(Candidate.ORDER);
        pairs.addAll(triples);
        return pairs;
    }

    private void triples(int i, int j, Set<Integer> both, List<Candidate> triples) {
        for (int k = j + 1; k < parts.size() && triples.size() < MAX_TRIPLES; k++) {
            Set<Integer> all = new HashSet<>(both);
            all.addAll(parts.get(k).mended());
            Candidate one = parts.get(i).candidate();
            Candidate other = parts.get(j).candidate();
            if (all.size() == failing && !one.overlaps(other)) {
                add(
                        one.with(other, one.score() * other.score()),
                        parts.get(k).candidate(),
                        triples);
            }
        }
    }

    private static Set<Integer> union(Judge.Verdict one, Judge.Verdict other) {
        Set<Integer> both = new HashSet<>(one.mended());
        both.addAll(other.mended());
        return both;
    }

    private void add(Candidate one, Candidate other, List<Candidate> to) {
        add(one, other, one.score() * other.score(), to);
    }

    private void add(Candidate one, Candidate other, double score, List<Candidate> to) {
        if (!one.overlaps(other)) {
            Candidate both = one.with(other, score);
            if (seen.add(both.places())) {
                to.add(both);
            }
        }
    }

    /// Pairs, those with a good part first.
    List<Candidate> pairs() {
        List<Candidate> pairs = extended();
        combine(helped, helped, 60, 60, pairs);
        combine(helped, singles, 20, 400, pairs);
        combine(moved, moved, 120, 120, pairs);
        combine(moved, singles, 40, 300, pairs);
        combine(singles, singles, 150, 150, pairs);
        return pairs;
    }

    /// Each good part with changes where the tests that it leaves failing point.
    private List<Candidate> extended() {
        List<Candidate> all = new ArrayList<>();
        Map<Set<Integer>, Integer> kept = new HashMap<>();
        int count = 0;
        for (Judge.Verdict part : parts) {
            if (count < MAX_KEPT
                    && kept.merge(part.mended(), 1, Integer::sum) <= MAX_KEPT_OF_ONE_KIND) {
                count++;
                extend(part, all);
            }
        }
        all.sort(Candidate.ORDER);
        return all;
    }

    private void extend(Judge.Verdict part, List<Candidate> all) {
        Set<Integer> left = new HashSet<>();
        for (int i = 0; i < failing; i++) {
            if (!part.mended().contains(i)) {
                left.add(i);
            }
        }
        List<Candidate> ranked = new ArrayList<>();
        Map<Candidate, Double> scores = new HashMap<>();
        for (Candidate single : singles) {
            double suspicious = relocation.suspicion(single, left);
            if (suspicious > 0) {
                scores.put(single, single.score() * suspicious);
                ranked.add(single);
            }
        }
        ranked.sort(
                Comparator.comparingDouble((Candidate c) -> -scores.getOrDefault(c, 0.0))
                        .thenComparing(Candidate.ORDER));
        double weight = part.mended().size() * part.candidate().score() / failing;
        for (Candidate single : ranked.subList(0, Math.min(MAX_EXTENSIONS, ranked.size()))) {
            add(part.candidate(), single, weight * scores.getOrDefault(single, 0.0), all);
        }
    }

    private void combine(
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
                add(left.get(i), right.get(j), 1.0 / ((i + 2) * (j + 2)), here);
            }
        }
        here.sort(Comparator.comparingDouble(Candidate::score).reversed());
        pairs.addAll(here);
    }
}
