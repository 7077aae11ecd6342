import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerHeldOutTest {
    @Test
    void edges() {
        Ledger ledger = new Ledger();
        assertEquals(0, ledger.total());
        assertEquals(List.of(), ledger.statement("x"));
        ledger.open("x");
        assertFalse(ledger.withdraw("x", 0));
        assertFalse(ledger.withdraw("x", -5));
        assertFalse(ledger.withdraw("x", 1));
        assertThrows(IllegalArgumentException.class, () -> ledger.deposit("x", -1));
        assertThrows(IllegalArgumentException.class, () -> ledger.deposit("y", 1));
        assertThrows(IllegalArgumentException.class, () -> ledger.withdraw("y", 1));
        ledger.deposit("x", 1);
        assertTrue(ledger.withdraw("x", 1));
        assertEquals(List.of("deposit 1 = 1", "withdrawal -1 = 0"), ledger.statement("x"));
    }

    @Test
    void largeSums() {
        Ledger ledger = new Ledger();
        ledger.open("a");
        ledger.open("b");
        ledger.deposit("a", 4_000_000_000L);
        ledger.deposit("b", 4_000_000_000L);
        assertEquals(8_000_000_000L, ledger.total());
        assertTrue(ledger.transfer("a", "b", 4_000_000_000L));
        assertEquals(8_000_000_000L, ledger.balance("b"));
        assertFalse(ledger.transfer("a", "b", 0));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(2);
        for (int round = 0; round < 300; round++) {
            LedgerOriginal original = new LedgerOriginal();
            Ledger patched = new Ledger();
            StringBuilder done = new StringBuilder();
            for (int step = 0; step < 20; step++) {
                String a = compare.pick("a", "b", "c");
                String b = compare.pick("a", "b", "c");
                long cents = compare.between(-2, 12);
                int kind = compare.below(8);
                done.append(" ").append(kind).append(a).append(b).append(cents);
                switch (kind) {
                    case 0 -> compare.same(done, () -> { original.open(a); return 1; }, () -> { patched.open(a); return 1; });
                    case 1, 2, 3 -> compare.same(done, () -> { original.deposit(a, cents); return 1; }, () -> { patched.deposit(a, cents); return 1; });
                    case 4 -> compare.same(done, () -> original.withdraw(a, cents), () -> patched.withdraw(a, cents));
                    case 5, 6 -> compare.same(done, () -> original.transfer(a, b, cents), () -> patched.transfer(a, b, cents));
                    default -> compare.same(done, () -> original.statement(a), () -> patched.statement(a));
                }
                compare.same(done, () -> original.balance(a), () -> patched.balance(a));
                compare.same(done, original::total, patched::total);
            }
        }
    }
}
