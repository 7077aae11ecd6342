package dev.cordon.journal;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Compares the signed roots with the root that the entries have at the same size.
final class CheckpointComparison {
    private final VerifyFindings findings;
    private final Optional<TrustedKeys> key;
    private final List<Signed> notes;
    private int at;
    private long count;
    private long signed;
    private OptionalLong anchored = OptionalLong.empty();

    private CheckpointComparison(
            VerifyFindings findings, Optional<TrustedKeys> key, List<Signed> notes) {
        this.findings = findings;
        this.key = key;
        this.notes = notes;
    }

    /// @param source where it was found
    private record Signed(SignedNote note, String source, boolean outside) {}

    static CheckpointComparison none(VerifyFindings findings) {
        return new CheckpointComparison(findings, Optional.empty(), List.of());
    }

    static CheckpointComparison of(
            JournalFiles files,
            Optional<TrustedKeys> key,
            List<SignedNote> outside,
            VerifyFindings findings)
            throws IOException {
        List<Signed> all = new ArrayList<>();
        all.addAll(read(files.checkpoints(), findings));
        all.addAll(read(files.checkpoint(), findings));
        outside.forEach(note -> all.add(new Signed(note, "the anchor", true)));
        all.sort(Comparator.comparingLong(s -> s.note().size()));
        if (key.isEmpty() && !all.isEmpty()) {
            findings.note("no key was found to check the signatures with; give one with --key");
        }
        return new CheckpointComparison(findings, key, all);
    }

    /// The tree has grown.
    void reached(CompactRange range) {
        while (at < notes.size() && notes.get(at).note().size() <= range.size()) {
            Signed next = notes.get(at++);
            if (next.note().size() == range.size() && good(next, range.root())) {
                count++;
                signed = next.note().size();
                anchored = next.outside() ? OptionalLong.of(signed) : anchored;
            }
        }
    }

    /// All entries were read.
    void finish(long entries) {
        if (findings.firstBad().isPresent()) {
            return;
        }
        if (at < notes.size()) {
            Signed cut = notes.getLast();
            findings.bad(
                    entries,
                    "it is missing: "
                            + cut.source()
                            + " covers "
                            + cut.note().size()
                            + " entries and "
                            + entries
                            + " are there");
        } else if (signed < entries) {
            findings.note((entries - signed) + " entries at the end have no checkpoint yet");
        }
    }

    long count() {
        return count;
    }

    long signed() {
        return signed;
    }

    OptionalLong anchored() {
        return anchored;
    }

    private boolean good(Signed signed, byte[] root) {
        long size = signed.note().size();
        if (key.isPresent() && !key.get().signed(signed.note())) {
            findings.problem(
                    "the checkpoint over "
                            + size
                            + " entries in "
                            + signed.source()
                            + " is not signed by "
                            + key.get().name());
            return false;
        }
        if (!signed.note().origin().equals(findings.log()) && !findings.log().isEmpty()) {
            findings.problem(
                    "the checkpoint over " + size + " entries is of " + signed.note().origin());
            return false;
        }
        if (!Hashes.same(root, signed.note().root())) {
            findings.problem(
                    "the first "
                            + size
                            + " entries are not those that were signed in "
                            + signed.source());
            return false;
        }
        return key.isPresent();
    }

    private static List<Signed> read(Path file, VerifyFindings findings) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return SignedNote.readAll(Files.readString(file, StandardCharsets.UTF_8)).stream()
                    .map(note -> new Signed(note, String.valueOf(file.getFileName()), false))
                    .toList();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            findings.problem(file + " is damaged: " + e.getMessage());
            return List.of();
        }
    }
}
