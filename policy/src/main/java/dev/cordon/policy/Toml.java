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

    /// The value without its place. Numbers that JSON does not have become strings.
    // A method of each record and no switch over them: linking a switch over types costs
    // milliseconds at the first call, and this is called at each start of the program.
    Json json();

    /// The same value at another place.
    Toml at(int line, int column);

    /// A table, entries in the order of the file.
    record Table(Map<String, Toml> entries, int line, int column) implements Toml {
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public Json json() {
            Json.ObjBuilder object = Json.object();
            for (Map.Entry<String, Toml> entry : entries.entrySet()) {
                object.put(entry.getKey(), entry.getValue().json());
            }
            return object.build();
        }

        @Override
        public Toml at(int line, int column) {
            return new Table(entries, line, column);
        }
    }

    /// An array.
    record Array(List<Toml> elements, int line, int column) implements Toml {
        public Array {
            elements = List.copyOf(elements);
        }

        @Override
        public Json json() {
            List<Json> values = new ArrayList<>(elements.size());
            for (Toml element : elements) {
                values.add(element.json());
            }
            return Json.array(values);
        }

        @Override
        public Toml at(int line, int column) {
            return new Array(elements, line, column);
        }
    }

    /// A string.
    record Text(String value, int line, int column) implements Toml {
        @Override
        public Json json() {
            return Json.of(value);
        }

        @Override
        public Toml at(int line, int column) {
            return new Text(value, line, column);
        }
    }

    /// An integer.
    record Whole(long value, int line, int column) implements Toml {
        @Override
        public Json json() {
            return Json.of(value);
        }

        @Override
        public Toml at(int line, int column) {
            return new Whole(value, line, column);
        }
    }

    /// A floating-point number.
    record Real(double value, int line, int column) implements Toml {
        @Override
        public Json json() {
            return Double.isFinite(value)
                    ? new Json.Num(Double.toString(value))
                    : Json.of(Double.toString(value));
        }

        @Override
        public Toml at(int line, int column) {
            return new Real(value, line, column);
        }
    }

    /// `true` or `false`.
    record Bool(boolean value, int line, int column) implements Toml {
        @Override
        public Json json() {
            return Json.of(value);
        }

        @Override
        public Toml at(int line, int column) {
            return new Bool(value, line, column);
        }
    }

    /// A date or a time, as it was written. No key takes one.
    record Moment(String value, int line, int column) implements Toml {
        @Override
        public Json json() {
            return Json.of(value);
        }

        @Override
        public Toml at(int line, int column) {
            return new Moment(value, line, column);
        }
    }

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
}
