import java.util.HashMap;
import java.util.Map;

final class Islands {
    private final int[] parent;
    private final int[] size;
    private int groups;

    Islands(int count) {
        parent = new int[count];
        size = new int[count];
        groups = count;
        for (int i = 0; i < count; i++) {
            parent[i] = i;
            size[i] = 1;
        }
    }

    boolean join(int a, int b) {
        int rootA = root(a);
        int rootB = root(b);
        if (rootA == rootB) {
            return false;
        }
        if (size[rootA] < size[rootB]) {
            parent[rootA] = rootB;
            size[rootB] += size[rootA];
        } else {
            parent[rootB] = rootA;
            size[rootA] += size[rootB];
        }
        groups--;
        return true;
    }

    boolean together(int a, int b) {
        return root(a) == root(b);
    }

    int groups() {
        return groups;
    }

    int sizeOf(int item) {
        return size[root(item)];
    }

    private int root(int item) {
        int at = item;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    static int largest(String... rows) {
        int width = rows[0].length();
        Islands cells = new Islands(rows.length * width);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < width; x++) {
                if (rows[y].charAt(x) != '#') {
                    continue;
                }
                if (x > 0 && rows[y].charAt(x - 1) == '#') {
                    cells.join(y * width + x, y * width + x - 1);
                }
                if (y > 0 && rows[y - 1].charAt(x) == '#') {
                    cells.join(y * width + x, (y - 1) * width + x);
                }
            }
        }
        Map<Integer, Integer> land = new HashMap<>();
        int largest = 0;
        for (int i = 0; i < rows.length * width; i++) {
            if (rows[i / width].charAt(i % width) == '#') {
                largest = Math.max(largest, land.merge(cells.root(i), 1, Integer::sum));
            }
        }
        return largest;
    }
}
