package dev.cordon.protocol;

import java.util.List;

/// What a review of changes found.
///
/// @param target what was reviewed, in words
/// @param findings the worst first
/// @param correct whether the changes do what they should and break nothing
/// @param explanation why, in the words of the model
/// @param confidencePercent how sure the model is of the verdict, 0 to 100
public record ChangeReview(
        String target,
        List<Finding> findings,
        boolean correct,
        String explanation,
        int confidencePercent) {
    public ChangeReview {
        findings = List.copyOf(findings);
        percent(confidencePercent);
    }

    /// A mistake that the changes brought in.
    ///
    /// @param title what is wrong, in one line
    /// @param body when it shows, why, and what mends it
    /// @param priority 0 stops a release, 1 must be mended before merging, 2 should be, 3 may be
    /// @param confidencePercent how sure the model is, 0 to 100
    /// @param file as the model named it, mostly relative to the workspace
    /// @param firstLine counted from 1; 0 if the model named none
    /// @param lastLine counted from 1; 0 if the model named none
    public record Finding(
            String title,
            String body,
            int priority,
            int confidencePercent,
            String file,
            int firstLine,
            int lastLine) {
        /// The least of the four.
        public static final int MAX_PRIORITY = 3;

        public Finding {
            if (priority < 0 || priority > MAX_PRIORITY) {
                throw new IllegalArgumentException("priority " + priority + " is not 0 to 3");
            }
            percent(confidencePercent);
            if (firstLine < 0 || lastLine < firstLine) {
                throw new IllegalArgumentException(
                        "lines " + firstLine + " to " + lastLine + " are no range");
            }
        }
    }

    private static void percent(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(percent + " is not 0 to 100");
        }
    }
}
