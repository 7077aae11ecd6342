package dev.cordon.policy;

import dev.cordon.protocol.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of an expression.
sealed interface CelValue {
    record Bool(boolean value) implements CelValue {}

    record Int(long value) implements CelValue {}

    record Real(double value) implements CelValue {}

    record Text(String value) implements CelValue {}

    record Null() implements CelValue {}

    record Listing(List<CelValue> elements) implements CelValue {
        public Listing {
            elements = List.copyOf(elements);
        }
    }

    /// Keys are strings, integers or booleans.
    record Mapping(Map<CelValue, CelValue> entries) implements CelValue {
        public Mapping {
            entries = Collections.unmodifiableMap(entries);
        }
    }

    /// A point in time.
    record Moment(Instant value) implements CelValue {}

    /// A length of time.
    record Span(Duration value) implements CelValue {}

    static CelValue of(boolean value) {
        return new Bool(value);
    }

    /// JSON as a value: a number without fraction that fits is an integer.
    static CelValue of(Json json) {
        return switch (json) {
            case Json.Str(String text) -> new Text(text);
            case Json.Bool(boolean bool) -> of(bool);
            case Json.Null _ -> new Null();
            case Json.Num number ->
                    number.integer().isPresent()
                            ? new Int(number.integer().getAsLong())
                            : new Real(number.real());
            case Json.Arr(List<Json> elements) -> {
                List<CelValue> values = new ArrayList<>(elements.size());
                elements.forEach(element -> values.add(of(element)));
                yield new Listing(values);
            }
            case Json.Obj(Map<String, Json> members) -> {
                Map<CelValue, CelValue> entries = new LinkedHashMap<>();
                members.forEach((name, value) -> entries.put(new Text(name), of(value)));
                yield new Mapping(entries);
            }
        };
    }

    /// The word for the type in sentences.
    default String type() {
        return switch (this) {
            case Bool _ -> "bool";
            case Int _ -> "int";
            case Real _ -> "double";
            case Text _ -> "string";
            case Null _ -> "null";
            case Listing _ -> "list";
            case Mapping _ -> "map";
            case Moment _ -> "timestamp";
            case Span _ -> "duration";
        };
    }

    /// What this is as a key of a map: a double without fraction finds the integer.
    default CelValue key() {
        if (this instanceof Real(double value)
                && value == Math.rint(value)
                && Math.abs(value) < 1L << 53) {
            return new Int((long) value);
        }
        return this;
    }
}
