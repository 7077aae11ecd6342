import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalculatorHeldOutTest {
    @Test
    void case1() {
        assertEquals(1, Calculator.evaluate("3-2"));
    }

    @Test
    void case2() {
        assertEquals(14, Calculator.evaluate("2*(3+4)"));
    }

    @Test
    void case3() {
        assertEquals(100, Calculator.evaluate("10*10"));
    }

    @Test
    void case4() {
        assertEquals(11, Calculator.evaluate("1+2*3+4"));
    }

    @Test
    void case5() {
        assertEquals(0, Calculator.evaluate("5-(2+3)"));
    }

    @Test
    void case6() {
        assertEquals(905, Calculator.evaluate("900+5"));
    }
}
