package dev.cordon.repair;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects candidates of one file. Proposals that change nothing, or that touch lines nobody
/// suspects, are dropped; of the same change under two kinds the likelier one stays.
final class Proposals {
    private static final int MAX_PER_FILE = 60_000;

    private final Source source;
    private final Suspicion suspicion;
    private final Hints hints;
    private final Map<List<Edit>, Candidate> candidates = new LinkedHashMap<>();

    Proposals(Source source, Suspicion suspicion, Hints hints) {
        this.source = source;
        this.suspicion = suspicion;
        this.hints = hints;
    }

    Source source() {
        return source;
    }

    Hints hints() {
        return hints;
    }

    List<Candidate> candidates() {
        return List.copyOf(candidates.values());
    }

    /// Whether edits from one offset to another are wanted at all.
    boolean suspects(int start, int end) {
        return suspicion.of(source.path(), source.line(start), source.line(end)) > 0;
    }

    void replace(EditKind kind, int start, int end, String text) {
        replace(kind, start, end, text, 1);
    }

    /// @param weight multiplies the usual weight of the kind
    void replace(EditKind kind, int start, int end, String text, double weight) {
        add(kind, start, List.of(new Edit(start, end, text)), weight);
    }

    void add(EditKind kind, int place, List<Edit> edits, double weight) {
        if (candidates.size() >= MAX_PER_FILE || !changes(edits)) {
            return;
        }
        int line = source.line(place);
        double suspicious = suspicion.of(source.path(), line, line);
        for (Edit edit : edits) {
            suspicious =
                    Math.max(
                            suspicious,
                            suspicion.of(
                                    source.path(),
                                    source.line(edit.start()),
                                    source.line(edit.start())));
        }
        if (suspicious <= 0) {
            return;
        }
        int characters = 0;
        for (Edit edit : edits) {
            characters += edit.text().length() + (edit.end() - edit.start()) / 2;
        }
        double score =
                Math.pow(suspicious, 1.5)
                        * kind.prior()
                        * hints.factor(kind)
                        * weight
                        / (1 + characters / 200.0);
        Candidate made =
                new Candidate(
                        List.of(new Candidate.Place(source.path(), kind, line, edits)), score);
        candidates.merge(
                List.copyOf(edits), made, (old, now) -> now.score() > old.score() ? now : old);
    }

    private boolean changes(List<Edit> edits) {
        for (Edit edit : edits) {
            if (!source.text().substring(edit.start(), edit.end()).equals(edit.text())) {
                return true;
            }
        }
        return false;
    }
}
