package dev.cordon.protocol;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A JSON value as immutable data.
///
/// Objects keep the order of their members and numbers keep their text, so that what a provider
/// sent can be sent back byte for byte in meaning. Reading and writing are in {@link JsonText}.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259, the JSON data interchange
///   format</a>
public sealed interface Json {

    /// An object; members in the order in which they were put.
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /// The member, if it is there and not `null`.
        public Optional<Json> find(String name) {
            Json value = members.get(name);
            return value == null || value instanceof Null ? Optional.empty() : Optional.of(value);
        }

        /// The member if it is a string.
        public Optional<String> text(String name) {
            return find(name).flatMap(v -> v instanceof Str(String s) ? Optional.of(s) : none());
        }

        /// The member if it is a number with an integral value in the range of `long`.
        public OptionalLong integer(String name) {
            return find(name).orElse(Null.NULL) instanceof Num number
                    ? number.integer()
                    : OptionalLong.empty();
        }

        /// The member if it is `true` or `false`.
        public Optional<Boolean> bool(String name) {
            return find(name).flatMap(v -> v instanceof Bool(boolean b) ? Optional.of(b) : none());
        }

        /// The member if it is an object.
        public Optional<Obj> object(String name) {
            return find(name).flatMap(v -> v instanceof Obj o ? Optional.of(o) : none());
        }

        /// The elements of the member; empty if it is absent or no array.
        public List<Json> array(String name) {
            return find(name).orElse(Null.NULL) instanceof Arr(List<Json> elements)
                    ? elements
                    : List.of();
        }

        /// The string elements of the member; others are left out.
        public List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            for (Json element : array(name)) {
                if (element instanceof Str(String s)) {
                    texts.add(s);
                }
            }
            return List.copyOf(texts);
        }

        /// The string member.
        ///
        /// @throws JsonException if it is absent or no string
        public String requireText(String name) {
            return text(name).orElseThrow(() -> missing(name, "a string"));
        }

        /// The integral member.
        ///
        /// @throws JsonException if it is absent or no integer
        public long requireInteger(String name) {
            return integer(name).orElseThrow(() -> missing(name, "an integer"));
        }

        /// The object member.
        ///
        /// @throws JsonException if it is absent or no object
        public Obj requireObject(String name) {
            return object(name).orElseThrow(() -> missing(name, "an object"));
        }

        private JsonException missing(String name, String wanted) {
            String found = members.containsKey(name) ? "something else" : "nothing";
            return new JsonException(
                    "member \"%s\" must be %s; found %s".formatted(name, wanted, found));
        }

        private static <T> Optional<T> none() {
            return Optional.empty();
        }
    }

    /// An array.
    record Arr(List<Json> elements) implements Json {
        public Arr {
            elements = List.copyOf(elements);
        }
    }

    /// A string.
    record Str(String value) implements Json {}

    /// A number, kept as it was written.
    ///
    /// @param literal for example `1`, `-0.5` or `1e9`; valid by RFC 8259
    record Num(String literal) implements Json {
        /// The value if it is integral and fits a `long`.
        public OptionalLong integer() {
            try {
                return OptionalLong.of(Long.parseLong(literal));
            } catch (NumberFormatException _) {
                return slowInteger();
            }
        }

        private OptionalLong slowInteger() {
            try {
                return OptionalLong.of(new BigDecimal(literal).longValueExact());
            } catch (ArithmeticException | NumberFormatException _) {
                return OptionalLong.empty();
            }
        }

        /// The value as a `double`; may round.
        public double real() {
            return Double.parseDouble(literal);
        }
    }

    /// `true` or `false`.
    record Bool(boolean value) implements Json {}

    /// `null`.
    enum Null implements Json {
        NULL
    }

    /// Starts an object.
    static ObjBuilder object() {
        return new ObjBuilder();
    }

    /// An array of these values.
    static Arr array(List<? extends Json> elements) {
        return new Arr(List.copyOf(elements));
    }

    /// An array of strings.
    static Arr texts(List<String> values) {
        return new Arr(values.stream().map(v -> (Json) new Str(v)).toList());
    }

    /// A string value.
    static Str of(String value) {
        return new Str(value);
    }

    /// A number value.
    static Num of(long value) {
        return new Num(Long.toString(value));
    }

    /// A boolean value.
    static Bool of(boolean value) {
        return new Bool(value);
    }

    /// Puts members together in order. Not thread-safe.
    final class ObjBuilder {
        private final Map<String, Json> members = new LinkedHashMap<>();

        private ObjBuilder() {}

        /// Puts a member; a later one of the same name replaces it in place.
        public ObjBuilder put(String name, Json value) {
            members.put(name, value);
            return this;
        }

        /// Puts a string.
        public ObjBuilder put(String name, String value) {
            return put(name, new Str(value));
        }

        /// Puts an integer.
        public ObjBuilder put(String name, long value) {
            return put(name, Json.of(value));
        }

        /// Puts a boolean.
        public ObjBuilder put(String name, boolean value) {
            return put(name, new Bool(value));
        }

        /// Puts an array of strings.
        public ObjBuilder put(String name, List<String> values) {
            return put(name, texts(values));
        }

        /// Puts a member only if there is a value.
        public ObjBuilder putText(String name, Optional<String> value) {
            value.ifPresent(v -> put(name, v));
            return this;
        }

        /// Puts a member only if there is a value.
        public ObjBuilder putJson(String name, Optional<? extends Json> value) {
            value.ifPresent(v -> put(name, v));
            return this;
        }

        /// Puts a member only if there is a value.
        public ObjBuilder putInteger(String name, OptionalLong value) {
            value.ifPresent(v -> put(name, v));
            return this;
        }

        /// The object.
        public Obj build() {
            return new Obj(members);
        }
    }
}
