package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AccountTest {
    @Test
    void depositsAddUp() {
        Account account = new Account();
        account.deposit(200);
        account.deposit(50);
        assertEquals(250, account.balance());
        assertEquals(2, account.moves());
    }

    @Test
    void everythingMayBeWithdrawn() {
        Account account = new Account();
        account.deposit(80);
        assertTrue(account.withdraw(80));
        assertEquals(0, account.balance());
    }

    @Test
    void moreThanThereIsMayNot() {
        Account account = new Account();
        account.deposit(80);
        assertFalse(account.withdraw(81));
        assertEquals(80, account.balance());
        assertEquals(1, account.moves());
    }

    @Test
    void negativeAmountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Account().deposit(-1));
    }
}
