package dev.cordon.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What {@link JournalVerifier} found.
///
/// @param log the name of the journal; empty if it has no entry
/// @param entries how many entries are there, from the first one on
/// @param checked how many of them were read and checked
/// @param withoutContent how many of those retention took the content of
/// @param first the time of the first checked entry
/// @param last the time of the last one
/// @param checkpoints how many signed checkpoints were checked
/// @param signed how many entries the newest good checkpoint covers
/// @param anchored how many entries the newest checkpoint outside covers, if one was given
/// @param tornBytes what stands behind the last whole entry; never acknowledged
/// @param firstBad the entry that is wrong first
/// @param problems sentences, the first one about `firstBad`
/// @param notes what is no fault but should be known
public record VerifyReport(
        String log,
        long entries,
        long checked,
        long withoutContent,
        Optional<Instant> first,
        Optional<Instant> last,
        long checkpoints,
        long signed,
        OptionalLong anchored,
        long tornBytes,
        OptionalLong firstBad,
        List<String> problems,
        List<String> notes) {

    public VerifyReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /// What it comes to.
    public enum Verdict {
        /// Every entry is as it was signed.
        GOOD,
        /// Nothing is wrong, but something could not be shown: entries that no checkpoint covers
        /// yet, or no key to check with.
        INCOMPLETE,
        /// Something was changed, removed or added.
        BAD
    }

    /// The verdict; the exit code of `cordon journal verify` follows it.
    public Verdict verdict() {
        if (!problems.isEmpty()) {
            return Verdict.BAD;
        }
        return notes.isEmpty() ? Verdict.GOOD : Verdict.INCOMPLETE;
    }
}
