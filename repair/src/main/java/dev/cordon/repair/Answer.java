package dev.cordon.repair;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;

/// The words of the engine's answers.
final class Answer {
    private static final List<String> STEPS =
            List.of(
                    "Find out how the project is tested",
                    "Run the tests",
                    "Search for a patch that passes all tests",
                    "Apply the patch and run the tests again");
    private static final int MAX_TAIL_LINES = 12;
    private static final int MAX_REASON_LINES = 3;

    private Answer() {}

    /// The arguments of `update_plan`.
    ///
    /// @param done steps that are behind
    static Json.Obj plan(int done) {
        List<Json> steps = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            String status = i < done ? "completed" : i == done ? "in_progress" : "pending";
            steps.add(Json.object().put("step", STEPS.get(i)).put("status", status).build());
        }
        return Json.object().put("plan", new Json.Arr(steps)).build();
    }

    /// @param session whose entries the journal shows
    static String repaired(Json.Obj finding, String before, String after, String session) {
        StringBuilder text = new StringBuilder("Repaired: ");
        text.append(finding.text("words").orElse("a change")).append(".\n\n```diff\n");
        text.append(finding.text("diff").orElse("")).append("```\n\n");
        text.append("Before: ").append(before).append("; ");
        failing(finding, text);
        text.append("After: ").append(after).append(after.endsWith("\n") ? "" : ".\n");
        tried(finding, text);
        for (String note : finding.texts("notes")) {
            text.append("Note: ").append(note).append(".\n");
        }
        alternatives(finding, text);
        text.append(
                "This patch was found by search and is held by the tests only; whether it is what"
                        + " was meant, a person must say.\nEvery step is in the journal: `cordon"
                        + " journal show --session ");
        return text.append(session).append("`.").toString();
    }

    /// A patch that the build did not accept and that was taken back.
    ///
    /// @param why what the build says, each a line or more
    static String rejected(Json.Obj finding, String command, List<String> why) {
        StringBuilder text = new StringBuilder("No patch was found that ");
        text.append(command)
                .append(
                        " accepts. One passed all tests when the engine ran them, was applied, and"
                                + " was taken back: nothing is changed.\n\n");
        why.stream().limit(10).forEach(line -> text.append("  ").append(line).append('\n'));
        return text.append("\nThe patch:\n\n```diff\n")
                .append(finding.text("diff").orElse(""))
                .append("```\n")
                .toString();
    }

    static String notFound(Json.Obj finding, String before) {
        StringBuilder text = new StringBuilder();
        boolean unable = finding.text("verdict").orElse("").equals("unable");
        boolean green = finding.text("verdict").orElse("").equals("nothing_fails");
        text.append(
                unable
                        ? "The tests could not be run by the engine."
                        : green
                                ? "The tests pass when the engine runs them, so there is nothing to"
                                        + " search for."
                                : "No patch was found that passes all tests.");
        text.append(" Nothing was changed.\n\nBefore: ").append(before).append("; ");
        failing(finding, text);
        tried(finding, text);
        List<String> kinds = finding.texts("kinds");
        if (!kinds.isEmpty()) {
            text.append("Of these ").append(String.join(", ", kinds)).append(".\n");
        }
        for (String note : finding.texts("notes")) {
            text.append("Note: ").append(note).append(".\n");
        }
        List<String> places = finding.texts("suspicious");
        if (!places.isEmpty()) {
            text.append("Most suspicious places:\n");
            places.forEach(place -> text.append("  ").append(place).append('\n'));
        }
        return text.toString();
    }

    private static void failing(Json.Obj finding, StringBuilder text) {
        text.append(finding.integer("failing_count").orElse(0))
                .append(" of ")
                .append(finding.integer("tests").orElse(0))
                .append(" tests failed");
        List<String> names = finding.texts("failing");
        text.append(names.isEmpty() ? ".\n" : ":\n");
        names.stream().limit(10).forEach(name -> text.append("  ").append(name).append('\n'));
    }

    private static void tried(Json.Obj finding, StringBuilder text) {
        long millis = finding.integer("millis").orElse(0);
        text.append("Tried: ")
                .append(finding.integer("tried").orElse(0))
                .append(" candidates in ")
                .append(millis / 1000)
                .append('.')
                .append(millis % 1000 / 100)
                .append(" s.\n");
    }

    private static void alternatives(Json.Obj finding, StringBuilder text) {
        for (String other : finding.texts("alternatives")) {
            int diff = other.indexOf("--- a/");
            String words = diff < 0 ? other : other.substring(0, diff);
            text.append("Another patch passes all tests; it ").append(words.strip()).append('\n');
            if (diff >= 0) {
                text.append("\n```diff\n")
                        .append(other.substring(diff).strip())
                        .append("\n```\n\n");
            }
        }
    }

    /// Why a build failed, in as few lines as tell: the first that name an error, or the last ones.
    static String reason(String output) {
        List<String> errors =
                output.lines()
                        .map(String::strip)
                        .filter(line ->
                                line.startsWith("[ERROR] ")
                                        || line.startsWith("FAILURE:")
                                        || line.startsWith("* What went wrong"))
                        .limit(MAX_REASON_LINES)
                        .toList();
        return errors.isEmpty() ? tail(output) : String.join("\n", errors);
    }

    /// The last lines of an output.
    static String tail(String output) {
        List<String> lines = output.strip().lines().toList();
        int from = Math.max(0, lines.size() - MAX_TAIL_LINES);
        return String.join("\n", lines.subList(from, lines.size()));
    }
}
