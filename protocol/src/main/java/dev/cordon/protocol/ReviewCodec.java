package dev.cordon.protocol;

import java.util.Optional;

/// {@link Review} to and from JSON.
public final class ReviewCodec {
    private ReviewCodec() {}

    /// The review as an object.
    public static Json.Obj write(Review review) {
        return Json.object()
                .put("outcome", Members.word(review.outcome()))
                .putText("risk", review.risk().map(Members::word))
                .putText("authorization", review.authorization().map(Members::word))
                .put("rationale", review.rationale())
                .put("provider", review.provider())
                .put("model", review.model())
                .put("prompt_digest", review.promptDigest())
                .put("usage", UsageCodec.write(review.usage()))
                .put("duration_millis", review.durationMillis())
                .build();
    }

    static Review read(Members in) {
        return new Review(
                in.word("outcome", Review.Outcome.values()),
                find(in, "risk", Review.Risk.values()),
                find(in, "authorization", Review.Authorization.values()),
                in.text("rationale"),
                in.text("provider"),
                in.text("model"),
                in.text("prompt_digest"),
                UsageCodec.read(in.inner("usage")),
                in.number("duration_millis"));
    }

    private static <E extends Enum<E>> Optional<E> find(Members in, String name, E[] constants) {
        return in.findText(name).map(word -> Members.constant(name, word, constants));
    }
}
