import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

final class Routes {
    private record Stop(String town, int distance) {}

    private final Map<String, Map<String, Integer>> roads = new TreeMap<>();

    void road(String from, String to, int length) {
        roads.computeIfAbsent(from, town -> new TreeMap<>()).put(to, length);
        roads.computeIfAbsent(to, town -> new TreeMap<>()).put(from, length);
    }

    int hops(String from, String to) {
        Map<String, Integer> seen = new HashMap<>();
        Deque<String> queue = new ArrayDeque<>();
        seen.put(from, 0);
        queue.add(from);
        while (!queue.isEmpty()) {
            String town = queue.remove();
            if (town.equals(to)) {
                return seen.get(town);
            }
            for (String next : neighbours(town).keySet()) {
                if (!seen.containsKey(next)) {
                    seen.put(next, seen.get(town) + 1);
                    queue.add(next);
                }
            }
        }
        return -1;
    }

    List<String> shortest(String from, String to) {
        Map<String, Integer> best = new HashMap<>();
        Map<String, String> cameFrom = new HashMap<>();
        PriorityQueue<Stop> open =
                new PriorityQueue<>((a, b) -> Integer.compare(a.distance(), b.distance()));
        best.put(from, 0);
        open.add(new Stop(from, 0));
        while (!open.isEmpty()) {
            Stop stop = open.remove();
            if (stop.distance() > best.get(stop.town())) {
                continue;
            }
            for (Map.Entry<String, Integer> road : neighbours(stop.town()).entrySet()) {
                int distance = stop.distance() + road.getValue();
                if (distance < best.getOrDefault(road.getKey(), Integer.MAX_VALUE)) {
                    best.put(road.getKey(), distance);
                    cameFrom.put(road.getKey(), stop.town());
                    open.add(new Stop(road.getKey(), distance));
                }
            }
        }
        if (!best.containsKey(to)) {
            return List.of();
        }
        List<String> path = new ArrayList<>();
        for (String town = to; town != null; town = cameFrom.get(town)) {
            path.add(town);
        }
        Collections.reverse(path);
        return path;
    }

    private Map<String, Integer> neighbours(String town) {
        return roads.getOrDefault(town, Map.of());
    }
}
