import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @BeforeEach
    void openTwoAccounts() {
        ledger.open("ann");
        ledger.open("bob");
    }

    @Test
    void aNewAccountIsEmpty() {
        assertEquals(0, ledger.balance("ann"));
    }

    @Test
    void anAccountOpensOnce() {
        assertThrows(IllegalArgumentException.class, () -> ledger.open("ann"));
    }

    @Test
    void depositsAddUp() {
        ledger.deposit("ann", 500);
        ledger.deposit("ann", 250);
        assertEquals(750, ledger.balance("ann"));
    }

    @Test
    void aDepositIsPositive() {
        assertThrows(IllegalArgumentException.class, () -> ledger.deposit("ann", 0));
    }

    @Test
    void nobodyWithdrawsMoreThanThereIs() {
        ledger.deposit("ann", 100);
        assertFalse(ledger.withdraw("ann", 101));
        assertTrue(ledger.withdraw("ann", 100));
        assertEquals(0, ledger.balance("ann"));
    }

    @Test
    void aTransferMovesMoney() {
        ledger.deposit("ann", 300);
        assertTrue(ledger.transfer("ann", "bob", 120));
        assertEquals(180, ledger.balance("ann"));
        assertEquals(120, ledger.balance("bob"));
        assertEquals(300, ledger.total());
    }

    @Test
    void aTransferThatCannotBeLeavesTheBalances() {
        ledger.deposit("ann", 50);
        assertFalse(ledger.transfer("ann", "bob", 60));
        assertFalse(ledger.transfer("ann", "nobody", 10));
        assertFalse(ledger.transfer("ann", "ann", 10));
        assertEquals(50, ledger.balance("ann"));
    }

    @Test
    void theStatementHasARunningBalance() {
        ledger.deposit("ann", 100);
        ledger.deposit("bob", 7);
        ledger.withdraw("ann", 30);
        assertEquals(
                List.of("deposit 100 = 100", "withdrawal -30 = 70"), ledger.statement("ann"));
    }

    @Test
    void anUnknownAccountIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> ledger.balance("eve"));
    }
}
