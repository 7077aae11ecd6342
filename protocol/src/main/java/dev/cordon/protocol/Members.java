package dev.cordon.protocol;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// The members of one object, read with the types that the protocol uses.
///
/// Members that nobody asks for are ignored. An absent list or map is empty; everything else that
/// is not optional must be there.
final class Members {
    private final Json.Obj json;

    Members(Json.Obj json) {
        this.json = json;
    }

    /// The members of a value that must be an object.
    static Members of(Json value) {
        if (value instanceof Json.Obj object) {
            return new Members(object);
        }
        throw new JsonException("expected an object");
    }

    /// The word of a constant: its name in lower case.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// What kind of value this is.
    String type() {
        return json.requireText("type");
    }

    /// A value of a kind that this version does not know.
    JsonException unknown(String what) {
        return new JsonException("unknown " + what + " \"" + type() + "\"");
    }

    String text(String name) {
        return json.requireText(name);
    }

    Optional<String> findText(String name) {
        Optional<Json> value = json.find(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(json.requireText(name));
    }

    long number(String name) {
        return json.requireInteger(name);
    }

    int count(String name) {
        return narrow(name, json.requireInteger(name));
    }

    OptionalLong findNumber(String name) {
        return json.find(name).isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(json.requireInteger(name));
    }

    OptionalInt findCount(String name) {
        return json.find(name).isEmpty() ? OptionalInt.empty() : OptionalInt.of(count(name));
    }

    boolean flag(String name) {
        return json.bool(name)
                .orElseThrow(
                        () -> new JsonException("member \"" + name + "\" must be true or false"));
    }

    Path path(String name) {
        return Path.of(json.requireText(name));
    }

    Optional<Path> findPath(String name) {
        return findText(name).map(Path::of);
    }

    URI uri(String name) {
        return URI.create(json.requireText(name));
    }

    Instant time(String name) {
        return Timestamp.read(json.requireText(name));
    }

    CallId call(String name) {
        return new CallId(json.requireText(name));
    }

    Json.Obj object(String name) {
        return json.requireObject(name);
    }

    Members inner(String name) {
        return new Members(json.requireObject(name));
    }

    Optional<Json.Obj> findObject(String name) {
        Optional<Json> value = json.find(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(json.requireObject(name));
    }

    /// The constant whose word the member is.
    <E extends Enum<E>> E word(String name, E[] constants) {
        return constant(name, json.requireText(name), constants);
    }

    /// The constant of this word.
    static <E extends Enum<E>> E constant(String name, String word, E[] constants) {
        for (E constant : constants) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        throw new JsonException("member \"" + name + "\" has the unknown value \"" + word + "\"");
    }

    <T> List<T> list(String name, Function<Members, T> reader) {
        List<T> values = new ArrayList<>();
        for (Json element : elements(name)) {
            values.add(reader.apply(of(element)));
        }
        return values;
    }

    List<String> texts(String name) {
        List<String> values = new ArrayList<>();
        for (Json element : elements(name)) {
            if (!(element instanceof Json.Str(String text))) {
                throw new JsonException("member \"" + name + "\" must hold strings only");
            }
            values.add(text);
        }
        return values;
    }

    List<Path> paths(String name) {
        List<Path> values = new ArrayList<>();
        for (String text : texts(name)) {
            values.add(Path.of(text));
        }
        return values;
    }

    Map<String, String> map(String name) {
        Map<String, String> values = new LinkedHashMap<>();
        Optional<Json.Obj> found = findObject(name);
        if (found.isPresent()) {
            for (String key : found.get().members().keySet()) {
                values.put(key, found.get().requireText(key));
            }
        }
        return values;
    }

    private List<Json> elements(String name) {
        Optional<Json> value = json.find(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof Json.Arr(List<Json> elements)) {
            return elements;
        }
        throw new JsonException("member \"" + name + "\" must be an array");
    }

    private static int narrow(String name, long value) {
        if (value != (int) value) {
            throw new JsonException("member \"" + name + "\" is out of range: " + value);
        }
        return (int) value;
    }
}
