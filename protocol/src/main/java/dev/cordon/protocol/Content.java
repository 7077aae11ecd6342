package dev.cordon.protocol;

/// One part of a message or of a tool's output.
public sealed interface Content {

    /// Text.
    record Text(String text) implements Content {}

    /// A picture that was decoded and encoded again by us.
    ///
    /// @param mediaType `image/png` or `image/jpeg`
    /// @param base64 the encoded picture
    /// @param name what the user or the model called it, for example a path
    record Image(String mediaType, String base64, String name) implements Content {}
}
