package dev.cordon.journal;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Prints how many planted secrets are found, and how much of a folder of code that has none is
/// taken for secrets: `RedactionFigures FOLDER`. No test.
final class RedactionFigures {
    private RedactionFigures() {}

    public static void main(String[] args) throws IOException {
        Redactor redactor = Redactor.standard("k".getBytes(StandardCharsets.UTF_8));
        List<PlantedSecrets.Planted> planted = new PlantedSecrets(7).all();
        long kinds = planted.stream().map(PlantedSecrets.Planted::kind).distinct().count();
        long found =
                planted.stream()
                        .filter(p -> !redactor.redact(p.text()).contains(p.secret()))
                        .count();
        System.out.printf("planted %d of %d kinds, found %d%n", planted.size(), kinds, found);
        Map<String, Integer> wrong = new TreeMap<>();
        long files = 0;
        long bytes = 0;
        try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                try {
                    String text = Files.readString(file);
                    files++;
                    bytes += text.length();
                    for (Redactor.Finding finding : redactor.find(text)) {
                        int count = wrong.merge(finding.kind(), 1, Integer::sum);
                        if (count <= 5) {
                            System.out.println(
                                    "  "
                                            + file.getFileName()
                                            + " "
                                            + finding.kind()
                                            + " "
                                            + text.substring(finding.start(), finding.end())
                                                    .lines()
                                                    .findFirst()
                                                    .orElse(""));
                        }
                    }
                } catch (MalformedInputException _) {
                    // Not text.
                }
            }
        }
        System.out.printf(
                "%d files, %.1f MB: %d found that are none, %s%n",
                files, bytes / 1e6, wrong.values().stream().mapToInt(i -> i).sum(), wrong);
    }
}
