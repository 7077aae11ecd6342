import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class RingStackTest {
    @Test
    public void popsInReverse() {
        RingStack stack = new RingStack(4);
        stack.push(1);
        stack.push(2);
        assertEquals(2, stack.pop());
        assertEquals(1, stack.pop());
    }

    @Test
    public void forgetsTheOldest() {
        RingStack stack = new RingStack(2);
        stack.push(1);
        stack.push(2);
        stack.push(3);
        assertEquals(2, stack.size());
        assertEquals(3, stack.pop());
        assertEquals(2, stack.pop());
    }

    @Test(expected = IllegalStateException.class)
    public void refusesToPopWhenEmpty() {
        new RingStack(1).pop();
    }
}
