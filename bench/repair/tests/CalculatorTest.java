import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalculatorTest {
    @Test
    void case1() {
        assertEquals(7, Calculator.evaluate("1+2*3"));
    }

    @Test
    void case2() {
        assertEquals(9, Calculator.evaluate("(1+2)*3"));
    }

    @Test
    void case3() {
        assertEquals(4, Calculator.evaluate("10 - 4 - 2"));
    }

    @Test
    void case4() {
        assertEquals(42, Calculator.evaluate("42"));
    }

    @Test
    void case5() {
        assertEquals(24, Calculator.evaluate("2*3*4"));
    }

    @Test
    void case6() {
        assertEquals(5, Calculator.evaluate("((5))"));
    }
}
