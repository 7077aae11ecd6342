package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every row of the classes P, JV and C of known attacks is shown by cases or by a test that
/// exists, or it is said why not.
class AttackRowsTest {
    private static final Set<String> ROWS =
            new TreeSet<>(
                    List.of(
                            ("P01 P02 P03 P04 P06 P07 P08 P10 P11 P13 P14 P15 P16 P18 P19 P20 P22 P23"
                                            + " P24 P25 P27 P28 P30 P31 P32 P34 P35 P36 P37 JV1 JV3"
                                            + " JV4 JV7 JV8 JV9 JV10 JV11 C02 C03 C04 C05 C07 C08"
                                            + " C09 C10 C11 C12 C13 C14 C15")
                                    .split(" ", -1)));

    @Test
    void eachRowNamesWhatShowsIt() {
        Path table =
                House.root().resolve("checks/src/test/resources/dev/cordon/checks/attack-rows.tsv");
        Set<String> seen = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String line : House.text(table).split("\n", -1)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] row = line.split("\t", -1);
            seen.add(row[0]);
            if (row.length != 3 || !holds(row[0], row[1], row[2])) {
                wrong.add(line);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(ROWS, seen);
    }

    private static boolean holds(String id, String how, String what) {
        return switch (how) {
            case "script" -> House.text(House.root().resolve(what)).contains("\n" + id + "\t");
            case "test" -> {
                int hash = what.indexOf('#');
                Path file = House.root().resolve(what.substring(0, hash));
                yield Files.exists(file)
                        && House.text(file).contains(" void " + what.substring(hash + 1) + "(");
            }
            case "absent", "open" -> !what.isBlank();
            default -> false;
        };
    }
}
