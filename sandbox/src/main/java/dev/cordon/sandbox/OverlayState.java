package dev.cordon.sandbox;

/// What stood or stands at a path.
///
/// @param mode permission bits, for example 0644
/// @param bytes the size of a file or of a link's target
/// @param content SHA-256 in hex of a file, the target of a link, else empty
public record OverlayState(Type type, int mode, long bytes, String content) {
    /// Nothing is there.
    public static final OverlayState NONE = new OverlayState(Type.NONE, 0, 0, "");

    /// What it is.
    public enum Type {
        NONE,
        FILE,
        FOLDER,
        LINK,
        /// A socket, a pipe or a device.
        OTHER
    }

    /// Whether both are the same but perhaps for their permissions.
    boolean sameContent(OverlayState other) {
        return type == other.type && content.equals(other.content);
    }
}
