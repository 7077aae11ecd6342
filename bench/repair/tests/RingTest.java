import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingTest {
    @Test
    void case1() {
        assertEquals(-1, new Ring(2).poll());
    }

    @Test
    void case2() {
        Ring r = new Ring(2); assertTrue(r.offer(1)); assertTrue(r.offer(2)); assertFalse(r.offer(3)); assertEquals(1, r.poll()); assertTrue(r.offer(4)); assertEquals(2, r.poll()); assertEquals(4, r.poll()); assertEquals(0, r.size());
    }

    @Test
    void case3() {
        Ring r = new Ring(3); r.offer(5); r.offer(6); assertEquals(2, r.size()); assertTrue(r.contains(6)); assertFalse(r.contains(7)); r.poll(); assertFalse(r.contains(5)); assertFalse(r.contains(0));
    }
}
