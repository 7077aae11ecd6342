package dev.cordon.engine;

import dev.cordon.protocol.ChangeReview;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a model answered to a review, read with patience, and put into words.
///
/// The members are those of the form that models trained on Codex know: `findings` with `title`,
/// `body`, `priority`, `confidence_score` and `code_location`, then the `overall_` members.
final class ReviewReport {
    static final int MAX_FINDINGS = 100;

    private ReviewReport() {}

    /// The review in an answer, whatever stands around its object; empty if there is none.
    static Optional<ChangeReview> read(String target, String answer) {
        int start = answer.indexOf('{');
        int end = answer.lastIndexOf('}');
        if (start < 0 || end < start) {
            return Optional.empty();
        }
        try {
            return JsonText.read(answer.substring(start, end + 1)) instanceof Json.Obj whole
                            && whole.find("findings").isPresent()
                    ? Optional.of(review(target, whole))
                    : Optional.empty();
        } catch (JsonException _) {
            return Optional.empty();
        }
    }

    private static ChangeReview review(String target, Json.Obj whole) {
        List<ChangeReview.Finding> findings = new ArrayList<>();
        for (Json finding : whole.array("findings")) {
            if (finding instanceof Json.Obj one && findings.size() < MAX_FINDINGS) {
                findings.add(finding(one));
            }
        }
        findings.sort(Comparator.comparingInt(ChangeReview.Finding::priority));
        String verdict = whole.text("overall_correctness").orElse("");
        return new ChangeReview(
                target,
                findings,
                verdict.isEmpty()
                        ? findings.stream().allMatch(finding -> finding.priority() > 1)
                        : !verdict.contains("incorrect") && !verdict.contains("not correct"),
                whole.text("overall_explanation").orElse(""),
                percent(whole, "overall_confidence_score"));
    }

    private static ChangeReview.Finding finding(Json.Obj one) {
        String title = one.text("title").orElse("").strip();
        int said = marked(title);
        Json.Obj place = one.object("code_location").orElse(Json.object().build());
        Json.Obj range = place.object("line_range").orElse(Json.object().build());
        int first = line(range, "start");
        return new ChangeReview.Finding(
                said >= 0 ? title.substring(4).strip() : title,
                one.text("body").orElse("").strip(),
                Math.clamp(
                        one.integer("priority").orElse(said >= 0 ? said : 2),
                        0,
                        ChangeReview.Finding.MAX_PRIORITY),
                percent(one, "confidence_score"),
                place.text("file_path")
                        .or(() -> place.text("absolute_file_path"))
                        .orElse("")
                        .strip(),
                first,
                Math.max(first, line(range, "end")));
    }

    /// The priority that a title begins with, `[P0]` to `[P3]`; else -1.
    private static int marked(String title) {
        boolean mark = title.length() > 4 && title.startsWith("[P") && title.charAt(3) == ']';
        int priority = mark ? title.charAt(2) - '0' : -1;
        return priority >= 0 && priority <= ChangeReview.Finding.MAX_PRIORITY ? priority : -1;
    }

    private static int line(Json.Obj range, String name) {
        return Math.clamp(range.integer(name).orElse(0), 0, Integer.MAX_VALUE);
    }

    /// A score from 0 to 1 as a percentage.
    private static int percent(Json.Obj from, String name) {
        return from.find(name).filter(Json.Num.class::isInstance).map(Json.Num.class::cast).stream()
                .mapToInt(score -> Math.clamp(Math.round(score.real() * 100), 0, 100))
                .findFirst()
                .orElse(0);
    }

    /// The review as a message: a line that says how it went, the findings, why.
    static String words(ChangeReview review) {
        StringBuilder out = new StringBuilder(512);
        int count = review.findings().size();
        out.append("**Review of ").append(review.target()).append(": ");
        out.append(count == 0 ? "no findings" : count == 1 ? "1 finding" : count + " findings");
        out.append(review.correct() ? ", correct" : ", not correct").append("**");
        if (review.confidencePercent() > 0) {
            out.append(" (").append(review.confidencePercent()).append(" % sure)");
        }
        for (ChangeReview.Finding finding : review.findings()) {
            out.append("\n\n- **[P").append(finding.priority()).append("] ");
            out.append(oneLine(finding.title())).append("**");
            if (!finding.file().isEmpty()) {
                out.append(" `").append(place(finding)).append('`');
            }
            if (!finding.body().isEmpty()) {
                out.append("\n  ").append(finding.body().replace("\n", "\n  "));
            }
        }
        if (!review.explanation().isBlank()) {
            out.append("\n\n").append(review.explanation().strip());
        }
        return out.toString();
    }

    private static String place(ChangeReview.Finding finding) {
        String file = oneLine(finding.file()).replace('`', '\'');
        if (finding.firstLine() == 0) {
            return file;
        }
        String last = finding.lastLine() > finding.firstLine() ? "-" + finding.lastLine() : "";
        return file + ":" + finding.firstLine() + last;
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace("**", "");
    }
}
