package dev.cordon.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Gathers what a verification finds.
final class VerifyFindings {
    private static final int MAX_PROBLEMS = 100;

    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private OptionalLong firstBad = OptionalLong.empty();
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private String log = "";
    private long skipped;
    private long withoutContent;
    private long tornBytes;

    /// A good entry.
    void entry(EntryHead head, boolean hasPayload) throws BadEntryException {
        if (!log.isEmpty() && !log.equals(head.log())) {
            throw new BadEntryException("it belongs to another journal, " + head.log());
        }
        log = head.log();
        if (first.isEmpty()) {
            first = Optional.of(head.time());
        }
        last = Optional.of(head.time());
        withoutContent += hasPayload ? 0 : 1;
    }

    /// An entry that is wrong; only the first one is kept as such.
    void bad(long sequence, String what) {
        if (firstBad.isEmpty() || sequence < firstBad.getAsLong()) {
            firstBad = OptionalLong.of(sequence);
            problems.addFirst("entry " + sequence + ": " + what);
        } else {
            problem("entry " + sequence + ": " + what);
        }
    }

    void problem(String sentence) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(sentence);
        }
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    void skipped(long entries) {
        skipped = entries;
    }

    void torn(long bytes) {
        tornBytes = bytes;
    }

    OptionalLong firstBad() {
        return firstBad;
    }

    String log() {
        return log;
    }

    VerifyReport report(long entries, CheckpointComparison checkpoints) {
        if (tornBytes > 0 && firstBad.isEmpty()) {
            notes.add(
                    tornBytes
                            + " bytes stand behind the last whole entry; they were never"
                            + " acknowledged, and the next writer puts them aside");
        }
        return new VerifyReport(
                log,
                entries,
                entries - skipped,
                withoutContent,
                first,
                last,
                checkpoints.count(),
                checkpoints.signed(),
                checkpoints.anchored(),
                tornBytes,
                firstBad,
                problems,
                notes);
    }
}
