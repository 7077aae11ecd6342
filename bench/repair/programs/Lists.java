import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

final class Lists {
    static List<Integer> distinct(List<Integer> given) {
        Set<Integer> seen = new HashSet<>();
        List<Integer> result = new ArrayList<>();
        for (Integer value : given) {
            if (seen.add(value)) {
                result.add(value);
            }
        }
        return result;
    }

    static List<List<Integer>> chunks(List<Integer> given, int size) {
        List<List<Integer>> result = new ArrayList<>();
        for (int i = 0; i < given.size(); i += size) {
            result.add(new ArrayList<>(given.subList(i, Math.min(i + size, given.size()))));
        }
        return result;
    }

    static int second(List<Integer> given) {
        int best = Integer.MIN_VALUE;
        int next = Integer.MIN_VALUE;
        for (int value : given) {
            if (value > best) {
                next = best;
                best = value;
            } else if (value > next && value < best) {
                next = value;
            }
        }
        return next;
    }

    static List<Integer> running(List<Integer> given) {
        List<Integer> result = new ArrayList<>();
        int sum = 0;
        for (int value : given) {
            sum += value;
            result.add(sum);
        }
        return result;
    }
}
