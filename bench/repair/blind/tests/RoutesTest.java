import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = new Routes();

    @BeforeEach
    void build() {
        routes.road("A", "B", 4);
        routes.road("A", "C", 1);
        routes.road("C", "B", 2);
        routes.road("B", "D", 5);
        routes.road("C", "D", 8);
        routes.road("X", "Y", 1);
    }

    @Test
    void countsHops() {
        assertEquals(1, routes.hops("A", "B"));
        assertEquals(2, routes.hops("A", "D"));
    }

    @Test
    void noHopToTheSameTown() {
        assertEquals(0, routes.hops("A", "A"));
    }

    @Test
    void roadsGoBothWays() {
        assertEquals(2, routes.hops("D", "A"));
        assertEquals(List.of("D", "B", "C", "A"), routes.shortest("D", "A"));
    }

    @Test
    void thereMayBeNoWay() {
        assertEquals(-1, routes.hops("A", "X"));
        assertEquals(List.of(), routes.shortest("A", "Y"));
    }

    @Test
    void theShortestWayIsNotTheOneWithFewestRoads() {
        assertEquals(List.of("A", "C", "B"), routes.shortest("A", "B"));
    }

    @Test
    void aLongWay() {
        assertEquals(List.of("A", "C", "B", "D"), routes.shortest("A", "D"));
    }

    @Test
    void theWayToTheSameTownIsTheTown() {
        assertEquals(List.of("B"), routes.shortest("B", "B"));
    }
}
