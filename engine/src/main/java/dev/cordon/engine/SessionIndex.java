package dev.cordon.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteDataSource;

/// A full-text index of the session files, in SQLite, mode 0600.
///
/// Holds nothing that is not in the files: it may be deleted at any time and is made again. Follows
/// the files by their length and time. Any three characters in a row are found, in every script.
///
/// @see <a href="https://www.sqlite.org/fts5.html">SQLite FTS5, the trigram tokenizer</a>
final class SessionIndex implements AutoCloseable {
    /// What is indexed of one entry, in characters.
    static final int MAX_TEXT_CHARS = 16 * 1024;

    private static final int VERSION = 1;
    private static final int BUSY_MILLIS = 3_000;

    private final Connection connection;

    private SessionIndex(Connection connection) {
        this.connection = connection;
    }

    static Path file(Path home) {
        return home.resolve("sessions.sqlite");
    }

    /// Opens the index, making it first if it is not there.
    static SessionIndex open(Path home) throws SQLException, IOException {
        Path file = file(home);
        PrivateFiles.createFolders(home);
        Path unpacked = home.resolve("cache");
        PrivateFiles.createFolders(unpacked);
        // The library unpacks its machine code; /tmp belongs to everybody and may forbid to run it.
        if (System.getProperty("org.sqlite.tmpdir") == null) {
            System.setProperty("org.sqlite.tmpdir", unpacked.toString());
        }
        try {
            PrivateFiles.createFile(file);
        } catch (FileAlreadyExistsException _) {
            // The usual case.
        }
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        source.setBusyTimeout(BUSY_MILLIS);
        Connection connection = source.getConnection();
        try {
            prepare(connection);
            return new SessionIndex(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Removes the index and what SQLite keeps beside it.
    static void delete(Path home) throws IOException {
        for (String ending : List.of("", "-journal", "-wal", "-shm")) {
            Files.deleteIfExists(home.resolve(file(home).getFileName() + ending));
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = 0;
            try (ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
                version = rows.next() ? rows.getInt(1) : 0;
            }
            if (version != 0 && version != VERSION) {
                throw new SQLException("the index has version " + version);
            }
            if (version == 0) {
                connection.setAutoCommit(false);
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS session (path TEXT PRIMARY KEY, bytes INTEGER,"
                                + " changed INTEGER)");
                statement.execute(
                        "CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5(path UNINDEXED,"
                                + " turn UNINDEXED, speaker UNINDEXED, body,"
                                + " tokenize = 'trigram')");
                statement.execute("PRAGMA user_version = " + VERSION);
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    /// Follows the files.
    void update(List<SessionStore.Entry> entries) throws SQLException, IOException {
        Map<String, List<Long>> known = known();
        connection.setAutoCommit(false);
        for (SessionStore.Entry entry : entries) {
            String path = entry.file().toString();
            List<Long> now = List.of(Files.size(entry.file()), entry.changed().toMillis());
            List<Long> before = known.remove(path);
            if (!now.equals(before)) {
                forget(path);
                add(entry.file(), now);
            }
        }
        for (String gone : known.keySet()) {
            forget(gone);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private Map<String, List<Long>> known() throws SQLException {
        Map<String, List<Long>> known = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT path, bytes, changed FROM session")) {
            while (rows.next()) {
                known.put(rows.getString(1), List.of(rows.getLong(2), rows.getLong(3)));
            }
        }
        return known;
    }

    private void forget(String path) throws SQLException {
        for (String table : List.of("said", "session")) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM " + table + " WHERE path = ?")) {
                statement.setString(1, path);
                statement.executeUpdate();
            }
        }
    }

    private void add(Path file, List<Long> state) throws SQLException {
        List<SessionText.Said> all = new ArrayList<>();
        try {
            SessionText.read(file, all::add);
        } catch (SessionLogException _) {
            // What could be read of a damaged file is found all the same.
        }
        try (PreparedStatement said =
                        connection.prepareStatement("INSERT INTO said VALUES (?, ?, ?, ?)");
                PreparedStatement session =
                        connection.prepareStatement("INSERT INTO session VALUES (?, ?, ?)")) {
            for (SessionText.Said one : all) {
                String text = one.text();
                said.setString(1, file.toString());
                said.setInt(2, one.turn());
                said.setString(3, one.speaker().name());
                said.setString(4, text.substring(0, Math.min(text.length(), MAX_TEXT_CHARS)));
                said.executeUpdate();
            }
            session.setString(1, file.toString());
            session.setLong(2, state.get(0));
            session.setLong(3, state.get(1));
            session.executeUpdate();
        }
    }

    /// The entries that hold every word, the best first.
    List<SessionSearch.Hit> search(List<String> words, int maxHits) throws SQLException {
        StringBuilder match = new StringBuilder();
        List<String> shortWords = new ArrayList<>();
        for (String word : words) {
            if (word.codePointCount(0, word.length()) < 3) {
                shortWords.add(word);
            } else {
                match.append(match.isEmpty() ? "" : " AND ");
                match.append('"').append(word.replace("\"", "\"\"")).append('"');
            }
        }
        StringBuilder query = new StringBuilder("SELECT path, turn, speaker, body FROM said");
        String joint = " WHERE ";
        if (!match.isEmpty()) {
            query.append(joint).append("said MATCH ?");
            joint = " AND ";
        }
        for (int i = 0; i < shortWords.size(); i++) {
            query.append(joint).append("body LIKE ? ESCAPE '\\'");
            joint = " AND ";
        }
        query.append(match.isEmpty() ? " LIMIT ?" : " ORDER BY rank LIMIT ?");
        List<SessionSearch.Hit> hits = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query.toString())) {
            int at = 1;
            if (!match.isEmpty()) {
                statement.setString(at++, match.toString());
            }
            for (String word : shortWords) {
                statement.setString(at++, "%" + escaped(word) + "%");
            }
            statement.setInt(at, maxHits);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hits.add(
                            SessionSearch.hit(
                                    Path.of(rows.getString(1)),
                                    rows.getInt(2),
                                    SessionText.Speaker.valueOf(rows.getString(3)),
                                    rows.getString(4),
                                    words));
                }
            }
        }
        return hits;
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
