package dev.cordon.policy;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A TOML value that remembers where it stands.
///
/// @see <a href="https://toml.io/en/v1.0.0">TOML 1.0.0</a>
public sealed interface Toml {
    /// The line, counted from 1; 0 if it stands in no file.
    int line();

    /// The column in characters, counted from 1; 0 if it stands in no file.
    int column();

    /// A table, entries in the order of the file.
    record Table(Map<String, Toml> entries, int line, int column) implements Toml {
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /// An array.
    record Array(List<Toml> elements, int line, int column) implements Toml {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /// A string.
    record Text(String value, int line, int column) implements Toml {}

    /// An integer.
    record Whole(long value, int line, int column) implements Toml {}

    /// A floating-point number.
    record Real(double value, int line, int column) implements Toml {}

    /// `true` or `false`.
    record Bool(boolean value, int line, int column) implements Toml {}

    /// A date or a time, as it was written. No key takes one.
    record Moment(String value, int line, int column) implements Toml {}

    /// What it is, for sentences, for example `the integer 5`.
    default String described() {
        return switch (this) {
            case Table _ -> "a table";
            case Array _ -> "an array";
            case Text(String value, _, _) -> "the string " + Quoted.of(value);
            case Whole(long value, _, _) -> "the integer " + value;
            case Real(double value, _, _) -> "the number " + value;
            case Bool(boolean value, _, _) -> "the boolean " + value;
            case Moment(String value, _, _) -> "the date " + value;
        };
    }

    /// The value without its place. Numbers that JSON does not have become strings.
    default Json json() {
        return switch (this) {
            case Table(Map<String, Toml> entries, _, _) -> {
                Json.ObjBuilder object = Json.object();
                for (Map.Entry<String, Toml> entry : entries.entrySet()) {
                    object.put(entry.getKey(), entry.getValue().json());
                }
                yield object.build();
            }
            case Array(List<Toml> elements, _, _) -> {
                List<Json> values = new ArrayList<>(elements.size());
                for (Toml element : elements) {
                    values.add(element.json());
                }
                yield Json.array(values);
            }
            case Text(String value, _, _) -> Json.of(value);
            case Whole(long value, _, _) -> Json.of(value);
            case Real(double value, _, _) ->
                    Double.isFinite(value)
                            ? new Json.Num(Double.toString(value))
                            : Json.of(Double.toString(value));
            case Bool(boolean value, _, _) -> Json.of(value);
            case Moment(String value, _, _) -> Json.of(value);
        };
    }

    /// The same value at another place.
    default Toml at(int line, int column) {
        return switch (this) {
            case Table(Map<String, Toml> entries, _, _) -> new Table(entries, line, column);
            case Array(List<Toml> elements, _, _) -> new Array(elements, line, column);
            case Text(String value, _, _) -> new Text(value, line, column);
            case Whole(long value, _, _) -> new Whole(value, line, column);
            case Real(double value, _, _) -> new Real(value, line, column);
            case Bool(boolean value, _, _) -> new Bool(value, line, column);
            case Moment(String value, _, _) -> new Moment(value, line, column);
        };
    }
}
