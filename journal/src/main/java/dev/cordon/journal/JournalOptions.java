package dev.cordon.journal;

/// How a journal is written.
///
/// @param user the account, as it stands in every entry
/// @param segmentBytes a segment that is longer gets a successor
/// @param checkpointEntries a checkpoint is signed when so many entries have none
/// @param checkpointSeconds a checkpoint is signed when an entry waits for one so long
/// @param lockSeconds how long to wait for other processes before giving up
/// @param closing whether closing signs what is there
public record JournalOptions(
        String user,
        long segmentBytes,
        int checkpointEntries,
        int checkpointSeconds,
        int lockSeconds,
        Closing closing) {

    /// What {@link Journal#close} does with entries that no checkpoint covers.
    public enum Closing {
        SIGN,
        /// Leaves them to the next checkpoint of any process.
        LEAVE
    }

    public JournalOptions {
        if (segmentBytes <= 0 || checkpointEntries <= 0) {
            throw new IllegalArgumentException("the bounds of a journal are positive");
        }
        if (checkpointSeconds <= 0 || lockSeconds <= 0) {
            throw new IllegalArgumentException("the times of a journal are positive");
        }
    }

    /// What holds when nothing is configured, for the account that runs this process.
    public static JournalOptions standard() {
        String user = System.getProperty("user.name", "unknown");
        return new JournalOptions(user, 64L << 20, 1024, 30, 10, Closing.SIGN);
    }
}
