package dev.cordon.engine;

/// Takes secrets out of text before it is stored, shown to a model, or sent anywhere.
@FunctionalInterface
public interface TextFilter {
    /// The text without secrets. Must not throw.
    String apply(String text);

    /// Changes nothing; for tests only.
    TextFilter NONE = text -> text;
}
