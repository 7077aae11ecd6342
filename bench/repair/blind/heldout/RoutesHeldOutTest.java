import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesHeldOutTest {
    @Test
    void emptyMapAndUnknownTowns() {
        Routes routes = new Routes();
        assertEquals(0, routes.hops("A", "A"));
        assertEquals(-1, routes.hops("A", "B"));
        assertEquals(List.of("A"), routes.shortest("A", "A"));
        assertEquals(List.of(), routes.shortest("A", "B"));
    }

    @Test
    void aLaterRoadReplacesAnEarlier() {
        Routes routes = new Routes();
        routes.road("A", "B", 10);
        routes.road("A", "C", 3);
        routes.road("C", "B", 3);
        assertEquals(List.of("A", "C", "B"), routes.shortest("A", "B"));
        routes.road("B", "A", 5);
        assertEquals(List.of("A", "B"), routes.shortest("A", "B"));
        assertEquals(List.of("B", "A"), routes.shortest("B", "A"));
    }

    @Test
    void aChainWithDetours() {
        Routes routes = new Routes();
        for (int i = 0; i < 9; i++) {
            routes.road("t" + i, "t" + (i + 1), 2);
        }
        routes.road("t0", "t9", 19);
        assertEquals(1, routes.hops("t0", "t9"));
        assertEquals(10, routes.shortest("t0", "t9").size());
        assertEquals(4, routes.hops("t1", "t5"));
        assertEquals(3, routes.hops("t8", "t1"));
        assertEquals(List.of("t2", "t1", "t0"), routes.shortest("t2", "t0"));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(5);
        for (int round = 0; round < 400; round++) {
            RoutesOriginal original = new RoutesOriginal();
            Routes patched = new Routes();
            StringBuilder done = new StringBuilder();
            for (int i = compare.below(12); i > 0; i--) {
                String a = compare.pick("A", "B", "C", "D", "E", "F");
                String b = compare.pick("A", "B", "C", "D", "E", "F");
                int length = compare.between(1, 30);
                done.append(a).append(b).append(length).append(' ');
                original.road(a, b, length);
                patched.road(a, b, length);
            }
            String from = compare.pick("A", "B", "C", "D", "E", "F");
            for (String to : List.of("A", "B", "C", "D", "E", "F")) {
                compare.same(done, () -> original.hops(from, to), () -> patched.hops(from, to));
                compare.same(done, () -> original.shortest(from, to), () -> patched.shortest(from, to));
            }
        }
    }
}
