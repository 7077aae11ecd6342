import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingHeldOutTest {
    @Test
    void case1() {
        Ring r = new Ring(1); for (int i = 0; i < 5; i++) { assertTrue(r.offer(i)); assertFalse(r.offer(9)); assertEquals(1, r.size()); assertEquals(i, r.poll()); } assertEquals(-1, r.poll());
    }

    @Test
    void case2() {
        Ring r = new Ring(3); for (int i = 1; i < 4; i++) { r.offer(i); } r.poll(); r.offer(4); assertTrue(r.contains(4)); assertTrue(r.contains(2)); assertFalse(r.contains(1));
    }
}
