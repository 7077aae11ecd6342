package dev.cordon.journal;

/// The record of what was decided and done. Append-only, shared by all sessions and processes.
///
/// Safe for use by many threads.
public interface Journal extends AutoCloseable {

    /// Writes an entry. When this returns, the entry is on disk.
    ///
    /// @return its place in the journal
    /// @throws JournalException if it could not be written; whoever wanted an effect must not have
    ///   it
    Receipt append(JournalEntry entry);

    /// Gives an entry its place without waiting for the disk. It is there at the latest when the
    /// next {@link #append} returns, which fails if this entry could not be written.
    ///
    /// For what no effect waits for: that a model was asked, what came of an action.
    default void enqueue(JournalEntry entry) {
        var _ = append(entry);
    }

    /// Signs what is there and releases the files.
    @Override
    void close();

    /// Where an entry stands.
    ///
    /// @param index counted from 0 in the journal
    /// @param hash SHA-256 in hex of the entry's line, chained to the one before it
    record Receipt(long index, String hash) {}
}
