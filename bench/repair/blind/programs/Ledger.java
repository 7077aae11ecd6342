import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class Ledger {
    record Entry(String account, long cents, String note) {}

    private final Map<String, Long> balances = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();

    void open(String account) {
        if (balances.containsKey(account)) {
            throw new IllegalArgumentException("already open: " + account);
        }
        balances.put(account, 0L);
    }

    void deposit(String account, long cents) {
        if (cents <= 0) {
            throw new IllegalArgumentException("not an amount: " + cents);
        }
        book(account, cents, "deposit");
    }

    boolean withdraw(String account, long cents) {
        if (cents <= 0 || balance(account) < cents) {
            return false;
        }
        book(account, -cents, "withdrawal");
        return true;
    }

    boolean transfer(String from, String to, long cents) {
        if (from.equals(to) || !balances.containsKey(to) || !withdraw(from, cents)) {
            return false;
        }
        deposit(to, cents);
        return true;
    }

    long balance(String account) {
        Long balance = balances.get(account);
        if (balance == null) {
            throw new IllegalArgumentException("no such account: " + account);
        }
        return balance;
    }

    long total() {
        long total = 0;
        for (long balance : balances.values()) {
            total += balance;
        }
        return total;
    }

    List<String> statement(String account) {
        List<String> lines = new ArrayList<>();
        long running = 0;
        for (Entry entry : entries) {
            if (entry.account().equals(account)) {
                running += entry.cents();
                lines.add(entry.note() + " " + entry.cents() + " = " + running);
            }
        }
        return lines;
    }

    private void book(String account, long cents, String note) {
        balances.put(account, balance(account) + cents);
        entries.add(new Entry(account, cents, note));
    }
}
