package dev.cordon.protocol;

/// Where a rule or a value stands.
///
/// @param layer the layer that has it
/// @param file the file, or `built-in`, or `-c`
/// @param line counted from 1; 0 if it stands in no file
public record Origin(Layer layer, String file, int line) {

    /// The layers of configuration, weakest first.
    public enum Layer {
        BUILT_IN,
        SYSTEM,
        USER,
        PROFILE,
        PROJECT,
        COMMAND_LINE,
        /// A person's answer to a question.
        GRANT,
        /// The administrator's requirements, which nothing overrides.
        REQUIREMENTS
    }

    /// What Cordon does when nobody says anything.
    public static final Origin BUILT_IN = new Origin(Layer.BUILT_IN, "built-in", 0);

    /// For example `/etc/cordon/requirements.toml:12`.
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
