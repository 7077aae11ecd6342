package dev.cordon.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers the lines of project classes, for coverage.
final class LineTable {
    private final Map<Place, Integer> numbers = new HashMap<>();
    private final List<Place> places = new ArrayList<>();

    /// A line of a source file.
    ///
    /// @param file package and file name, for example `org/example/Stack.java`
    /// @param line counted from 1
    record Place(String file, int line) {}

    int number(String file, int line) {
        Place place = new Place(file, line);
        Integer known = numbers.get(place);
        if (known != null) {
            return known;
        }
        numbers.put(place, places.size());
        places.add(place);
        Probe.reserve(places.size());
        return places.size() - 1;
    }

    Place place(int number) {
        return places.get(number);
    }

    int size() {
        return places.size();
    }
}
