package dev.cordon.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One case of a row of the known attacks of the classes P, JV and C: a line of `attack-rows.tsv`,
/// whose head says what the columns mean, or a script of `attacks.tsv` among the tests of policy.
///
/// @param id the row, for example `P01`
/// @param how which way of {@link AttackRowsTest} tries it; `script` for a script
/// @param setUp what there is before
/// @param done what the attacker does
/// @param outcome what must come of it
record AttackRow(String id, String how, String setUp, String done, String outcome) {
    private static final int COLUMNS = 5;

    static Stream<AttackRow> all() throws IOException {
        List<AttackRow> rows = new ArrayList<>(scripts());
        try (var in = AttackRow.class.getResourceAsStream("attack-rows.tsv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                if (!line.startsWith("#") && !line.isEmpty()) {
                    rows.add(read(line));
                }
            }
        }
        return rows.stream();
    }

    private static AttackRow read(String line) throws IOException {
        String[] parts = line.split("\t", -1);
        if (parts.length != COLUMNS) {
            throw new IOException(parts.length + " columns instead of " + COLUMNS + ": " + line);
        }
        return new AttackRow(parts[0], parts[1], parts[2].replace("⏎", "\n"), parts[3], parts[4]);
    }

    /// Those that are a script for a shell; all must be asked about.
    static List<AttackRow> scripts() throws IOException {
        List<AttackRow> rows = new ArrayList<>();
        Path root = Path.of(System.getProperty("cordon.root"));
        Path file = root.resolve("policy/src/test/resources/dev/cordon/policy/attacks.tsv");
        for (String line : Files.readAllLines(file)) {
            int tab = line.indexOf('\t');
            if (tab > 0 && !line.startsWith("#")) {
                String script = line.substring(tab + 1).replace("⏎", "\n").replace("␍", "\r");
                rows.add(new AttackRow(line.substring(0, tab), "script", "", script, "ask"));
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return id + " " + how + ": " + done;
    }
}
