package org.example;

/// Money in cents.
public final class Account {
    private long balance;
    private int moves;

    public void deposit(long cents) {
        if (cents < 0) {
            throw new IllegalArgumentException("negative amount");
        }
        balance = cents;
        moves++;
    }

    public boolean withdraw(long cents) {
        if (cents >= balance) {
            return false;
        }
        balance -= cents;
        moves++;
        return true;
    }

    public long balance() {
        return balance;
    }

    public int moves() {
        return moves;
    }
}
