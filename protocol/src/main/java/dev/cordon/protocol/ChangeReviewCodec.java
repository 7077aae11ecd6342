package dev.cordon.protocol;

import java.util.ArrayList;
import java.util.List;

/// {@link ChangeReview} to and from JSON.
public final class ChangeReviewCodec {
    private ChangeReviewCodec() {}

    /// The review as an object.
    public static Json.Obj write(ChangeReview review) {
        List<Json> findings = new ArrayList<>();
        review.findings().forEach(finding -> findings.add(write(finding)));
        return Json.object()
                .put("target", review.target())
                .put("findings", Json.array(findings))
                .put("correct", review.correct())
                .put("explanation", review.explanation())
                .put("confidence_percent", review.confidencePercent())
                .build();
    }

    private static Json.Obj write(ChangeReview.Finding finding) {
        return Json.object()
                .put("title", finding.title())
                .put("body", finding.body())
                .put("priority", finding.priority())
                .put("confidence_percent", finding.confidencePercent())
                .put("file", finding.file())
                .put("first_line", finding.firstLine())
                .put("last_line", finding.lastLine())
                .build();
    }

    static ChangeReview read(Members in) {
        return new ChangeReview(
                in.text("target"),
                in.list("findings", ChangeReviewCodec::finding),
                in.flag("correct"),
                in.text("explanation"),
                in.count("confidence_percent"));
    }

    private static ChangeReview.Finding finding(Members in) {
        return new ChangeReview.Finding(
                in.text("title"),
                in.text("body"),
                in.count("priority"),
                in.count("confidence_percent"),
                in.text("file"),
                in.count("first_line"),
                in.count("last_line"));
    }
}
