package dev.cordon.journal;

import java.util.List;

/// How a journal is written.
///
/// @param user the account, as it stands in every entry
/// @param segmentBytes a segment that is longer gets a successor
/// @param checkpointEntries a checkpoint is signed when so many entries have none
/// @param checkpointSeconds a checkpoint is signed when an entry waits for one so long
/// @param lockSeconds how long to wait for other processes before giving up
/// @param closing whether closing signs what is there
/// @param keyring where the signing key lies, if not in a file
/// @param anchors where checkpoints go
public record JournalOptions(
        String user,
        long segmentBytes,
        int checkpointEntries,
        int checkpointSeconds,
        int lockSeconds,
        Closing closing,
        Keyring keyring,
        List<Anchor> anchors) {

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
        anchors = List.copyOf(anchors);
    }

    /// What holds when nothing is configured, for the account that runs this process.
    public static JournalOptions standard() {
        String user = System.getProperty("user.name", "unknown");
        return new JournalOptions(
                user, 64L << 20, 1024, 30, 10, Closing.SIGN, Keyring.none(), List.of());
    }

    /// The same with another bound on segments.
    public JournalOptions withSegmentBytes(long bytes) {
        return new JournalOptions(
                user,
                bytes,
                checkpointEntries,
                checkpointSeconds,
                lockSeconds,
                closing,
                keyring,
                anchors);
    }

    /// The same with other times of signing.
    public JournalOptions withCheckpoints(int entries, int seconds, Closing atClose) {
        return new JournalOptions(
                user, segmentBytes, entries, seconds, lockSeconds, atClose, keyring, anchors);
    }

    /// The same with a place for the key and places for checkpoints.
    public JournalOptions withTrust(Keyring ring, List<Anchor> places) {
        return new JournalOptions(
                user,
                segmentBytes,
                checkpointEntries,
                checkpointSeconds,
                lockSeconds,
                closing,
                ring,
                places);
    }
}
