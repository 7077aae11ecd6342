package dev.cordon.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds words in all sessions: with the index, or without it when it cannot be used.
public final class SessionSearch {
    private static final int EXCERPT_CHARS = 120;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;

    private final Path home;
    private final SessionStore store;

    /// @param home where Cordon keeps its own files
    public SessionSearch(Path home) {
        this.home = home;
        this.store = new SessionStore(home);
    }

    /// A place where the words stand.
    ///
    /// @param turn counted from 1; 0 before the first
    /// @param excerpt one line around the first word
    public record Hit(
            String session, Path file, int turn, SessionText.Speaker speaker, String excerpt) {}

    /// What was found.
    ///
    /// @param note a sentence if the index could not be used
    public record Found(List<Hit> hits, Optional<String> note) {}

    /// Searches sessions in use and archived ones.
    ///
    /// @param text words; an entry must hold all of them, upper and lower case are alike
    public Found search(String text, int maxHits) {
        List<String> words = new ArrayList<>();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        if (words.isEmpty()) {
            return new Found(List.of(), Optional.empty());
        }
        List<SessionStore.Entry> entries = store.all();
        try {
            return new Found(indexed(entries, words, maxHits), Optional.empty());
        } catch (SQLException | IOException | LinkageError e) {
            return rebuilt(entries, words, maxHits, e);
        }
    }

    private Found rebuilt(
            List<SessionStore.Entry> entries, List<String> words, int maxHits, Throwable problem) {
        boolean busy =
                problem instanceof SQLException e
                        && (e.getErrorCode() == SQLITE_BUSY || e.getErrorCode() == SQLITE_LOCKED);
        Throwable reason = problem;
        if (!busy && !(problem instanceof LinkageError)) {
            try {
                SessionIndex.delete(home);
                return new Found(indexed(entries, words, maxHits), Optional.empty());
            } catch (SQLException | IOException | LinkageError e) {
                reason = e;
            }
        }
        return new Found(
                scanned(entries, words, maxHits),
                Optional.of(
                        "The index "
                                + SessionIndex.file(home)
                                + " cannot be used ("
                                + reason.getMessage()
                                + "), so every file was read."));
    }

    private List<Hit> indexed(List<SessionStore.Entry> entries, List<String> words, int maxHits)
            throws SQLException, IOException {
        try (SessionIndex index = SessionIndex.open(home)) {
            index.update(entries);
            return index.search(words, maxHits);
        }
    }

    private static List<Hit> scanned(
            List<SessionStore.Entry> entries, List<String> words, int maxHits) {
        List<Hit> hits = new ArrayList<>();
        List<String> wanted = words.stream().map(w -> w.toLowerCase(Locale.ROOT)).toList();
        for (SessionStore.Entry entry : entries) {
            try {
                SessionText.read(
                        entry.file(),
                        said -> {
                            String text = said.text().toLowerCase(Locale.ROOT);
                            if (hits.size() < maxHits && wanted.stream().allMatch(text::contains)) {
                                hits.add(
                                        hit(
                                                entry.file(),
                                                said.turn(),
                                                said.speaker(),
                                                said.text(),
                                                words));
                            }
                        });
            } catch (SessionLogException _) {
                // A damaged file is searched as far as it can be read.
            }
        }
        return hits;
    }

    static Hit hit(
            Path file, int turn, SessionText.Speaker speaker, String text, List<String> words) {
        int at =
                Math.max(
                        text.toLowerCase(Locale.ROOT)
                                .indexOf(words.getFirst().toLowerCase(Locale.ROOT)),
                        0);
        int from = Math.min(Math.max(0, at - EXCERPT_CHARS / 3), text.length());
        int to = Math.min(text.length(), from + EXCERPT_CHARS);
        String excerpt =
                (from > 0 ? "…" : "")
                        + text.substring(from, to).replace('\n', ' ').replace('\r', ' ')
                        + (to < text.length() ? "…" : "");
        return new Hit(
                SessionFiles.idOf(file).map(id -> id.value()).orElse(""),
                file,
                turn,
                speaker,
                excerpt);
    }
}
