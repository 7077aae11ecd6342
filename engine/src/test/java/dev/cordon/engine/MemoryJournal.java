package dev.cordon.engine;

import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.JournalException;
import java.util.ArrayList;
import java.util.List;

/// A journal in memory that can be made to break.
final class MemoryJournal implements Journal {
    private final List<JournalEntry> entries = new ArrayList<>();
    private int breaksAfter = Integer.MAX_VALUE;
    private boolean forgets;

    /// From entry number `count` on nothing can be written.
    MemoryJournal breakingAfter(int count) {
        breaksAfter = count;
        return this;
    }

    /// Keeps nothing any more, for sessions that do very much.
    MemoryJournal forgetting() {
        forgets = true;
        return this;
    }

    synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /// The kinds of the entries, in order.
    synchronized List<JournalEntry.Kind> kinds() {
        return entries.stream().map(JournalEntry::kind).toList();
    }

    @Override
    public synchronized Receipt append(JournalEntry entry) {
        if (entries.size() >= breaksAfter) {
            throw new JournalException("the disk is full; free some space");
        }
        if (!forgets) {
            entries.add(entry);
        }
        return new Receipt(entries.size(), "");
    }

    @Override
    public void close() {}
}
