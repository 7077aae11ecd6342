package dev.cordon.protocol;

import java.util.function.Function;

/// Turns what the checks of our records and of the JDK throw into one {@link JsonException} that
/// names the value.
final class Reading {
    private Reading() {}

    /// Reads one value.
    ///
    /// @param what the word for it in messages, for example `item`
    /// @throws JsonException whatever is wrong with it
    static <T> T of(String what, Json.Obj json, Function<Members, T> reader) {
        try {
            return reader.apply(new Members(json));
        } catch (JsonException e) {
            throw broken(what, json, e);
        } catch (IllegalArgumentException e) {
            // Checks of records, Path.of and URI.create.
            throw broken(what, json, e);
        }
    }

    private static JsonException broken(String what, Json.Obj json, RuntimeException cause) {
        String type = json.text("type").orElse("without a type");
        JsonException broken = new JsonException(what + " " + type + ": " + cause.getMessage());
        broken.initCause(cause);
        return broken;
    }
}
