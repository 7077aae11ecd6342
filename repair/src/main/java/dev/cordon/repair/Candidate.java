package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A change that might be the repair.
///
/// @param places at least one; in the order of their files and offsets
/// @param score the higher the earlier it is tried
record Candidate(List<Place> places, double score) {
    /// Best first; of equals the smaller, then the earlier in the source.
    static final Comparator<Candidate> ORDER =
            Comparator.comparingDouble(Candidate::score)
                    .reversed()
                    .thenComparingInt(Candidate::size)
                    .thenComparing(c -> c.places().getFirst().path())
                    .thenComparingInt(c -> c.places().getFirst().edits().getFirst().start())
                    .thenComparing(c -> c.places().getFirst().edits().getFirst().text());

    Candidate {
        places = List.copyOf(places);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("a candidate without a place");
        }
    }

    /// One idea in one file; more than one edit only if they belong together.
    ///
    /// @param line where it begins, counted from 1
    record Place(Path path, EditKind kind, int line, List<Edit> edits) {
        Place {
            edits = List.copyOf(edits);
        }
    }

    /// Characters taken away and added.
    int size() {
        int size = 0;
        for (Place place : places) {
            for (Edit edit : place.edits()) {
                size += edit.end() - edit.start() + edit.text().length();
            }
        }
        return size;
    }

    /// The edits in one file.
    List<Edit> edits(Path path) {
        List<Edit> edits = new ArrayList<>();
        for (Place place : places) {
            if (place.path().equals(path)) {
                edits.addAll(place.edits());
            }
        }
        return edits;
    }

    List<Path> paths() {
        return places.stream().map(Place::path).distinct().toList();
    }

    /// Both changes at once.
    Candidate with(Candidate other, double combinedScore) {
        List<Place> both = new ArrayList<>(places);
        both.addAll(other.places);
        both.sort(
                Comparator.comparing(Place::path)
                        .thenComparingInt(place -> place.edits().getFirst().start()));
        return new Candidate(both, combinedScore);
    }

    boolean overlaps(Candidate other) {
        for (Path path : paths()) {
            for (Edit mine : edits(path)) {
                for (Edit theirs : other.edits(path)) {
                    if (mine.overlaps(theirs)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    String words() {
        return String.join(" and ", places.stream().map(p -> p.kind().words()).distinct().toList());
    }
}
