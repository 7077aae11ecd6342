package dev.cordon.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// JSON text to and from {@link Json}.
///
/// Text goes out compact, members in order, with only the escapes that RFC 8259 demands, so the
/// same value always gives the same bytes.
public final class JsonText {
    /// The deepest nesting that is read.
    public static final int MAX_DEPTH = 200;

    /// The longest string that is read, in characters.
    public static final int MAX_STRING_CHARS = 64 * 1024 * 1024;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /// Holds the parser until something is read: writing needs none of it, and the first request is
    /// written before anything has to be read.
    private static final class Parser {
        static final JsonFactory FACTORY =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(MAX_DEPTH)
                                        .maxStringLength(MAX_STRING_CHARS)
                                        .maxNumberLength(1000)
                                        .build())
                        .build();
    }

    /// Reads one value; nothing but white space may follow it.
    ///
    /// @throws JsonException if the text is not one JSON value, names a member twice, or is deeper
    ///   than {@link #MAX_DEPTH}
    public static Json read(String text) {
        try (JsonParser parser = Parser.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return readAll(parser);
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /// Reads one value from UTF-8.
    ///
    /// @throws JsonException as {@link #read(String)}
    public static Json read(byte[] utf8) {
        try (JsonParser parser = Parser.FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return readAll(parser);
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /// Reads one object.
    ///
    /// @throws JsonException as {@link #read(String)}, or if the value is no object
    public static Json.Obj readObject(String text) {
        if (read(text) instanceof Json.Obj object) {
            return object;
        }
        throw new JsonException("expected a JSON object");
    }

    /// The value as text on one line.
    public static String write(Json value) {
        StringBuilder out = new StringBuilder(128);
        write(value, out);
        return out.toString();
    }

    /// The value as UTF-8 on one line.
    public static byte[] writeBytes(Json value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    /// Appends the value to `out`.
    public static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Obj(Map<String, Json> members) -> {
                char separator = '{';
                for (Map.Entry<String, Json> member : members.entrySet()) {
                    out.append(separator);
                    quote(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ',';
                }
                out.append(members.isEmpty() ? "{}" : "}");
            }
            case Json.Arr(List<Json> elements) -> {
                char separator = '[';
                for (Json element : elements) {
                    out.append(separator);
                    write(element, out);
                    separator = ',';
                }
                out.append(elements.isEmpty() ? "[]" : "]");
            }
            case Json.Str(String text) -> quote(text, out);
            case Json.Num(String literal) -> out.append(literal);
            case Json.Bool(boolean bool) -> out.append(bool);
            case Json.Null _ -> out.append("null");
        }
    }

    /// Appends a quoted string. A lone surrogate becomes an escape, so the result is valid UTF-8.
    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || loneSurrogate(text, i)) {
                        escape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean loneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c)
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    private static void escape(char c, StringBuilder out) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[c >> 8 & 15])
                .append(HEX[c >> 4 & 15])
                .append(HEX[c & 15]);
    }

    private static Json readAll(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonException("expected JSON, found nothing");
        }
        Json value = readValue(parser, first);
        if (parser.nextToken() != null) {
            throw new JsonException("text follows the JSON value" + place(parser));
        }
        return value;
    }

    private static Json readValue(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> new Json.Str(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.Null.NULL;
            default -> throw new JsonException("unexpected " + token + place(parser));
        };
    }

    private static Json.Obj readObject(JsonParser parser) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_OBJECT;
                token = parser.nextToken()) {
            String name = parser.currentName();
            Json previous = members.put(name, readValue(parser, parser.nextToken()));
            if (previous != null) {
                throw new JsonException("member \"" + name + "\" appears twice" + place(parser));
            }
        }
        return new Json.Obj(members);
    }

    private static Json.Arr readArray(JsonParser parser) {
        List<Json> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            elements.add(readValue(parser, token));
        }
        return new Json.Arr(elements);
    }

    private static String place(JsonParser parser) {
        var location = parser.currentLocation();
        return " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    /// The parser's sentence without its note on a source that it never has.
    private static String words(JacksonException e) {
        String words = String.valueOf(e.getOriginalMessage());
        int note = words.indexOf(" (start marker at");
        return note < 0 ? words : words.substring(0, note);
    }

    private static JsonException broken(JacksonException e) {
        var location = e.getLocation();
        String place =
                location == null
                        ? ""
                        : " at line %d, column %d"
                                .formatted(location.getLineNr(), location.getColumnNr());
        return new JsonException("not valid JSON: " + words(e) + place);
    }
}
