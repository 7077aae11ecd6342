package dev.cordon.engine;

import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The arguments of one call, read strictly in type and leniently in everything else: models send
/// empty text for "no arguments", and numbers as strings.
final class ToolArguments {
    private final Json.Obj object;

    private ToolArguments(Json.Obj object) {
        this.object = object;
    }

    /// @throws Tool.ToolException if the text is no JSON object
    static ToolArguments of(Item.ToolInput input) {
        String text = input.text().strip();
        if (text.isEmpty()) {
            return new ToolArguments(Json.object().build());
        }
        try {
            return new ToolArguments(JsonText.readObject(text));
        } catch (JsonException e) {
            throw new Tool.ToolException(
                    "failed to parse function arguments: "
                            + e.getMessage()
                            + ". Send one JSON object.");
        }
    }

    String text(String name) {
        return optionalText(name)
                .orElseThrow(() -> new Tool.ToolException("argument \"" + name + "\" is missing"));
    }

    Optional<String> optionalText(String name) {
        Optional<Json> value = object.find(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Json.Str(String text)) {
            return Optional.of(text);
        }
        throw wrongType(name, "a string");
    }

    OptionalLong integer(String name) {
        return switch (object.find(name).orElse(Json.Null.NULL)) {
            case Json.Num number when number.integer().isPresent() -> number.integer();
            case Json.Num number -> OptionalLong.of((long) number.real());
            case Json.Str(String text) -> parse(name, text);
            case Json.Null _ -> OptionalLong.empty();
            case Json.Obj _, Json.Arr _, Json.Bool _ -> throw wrongType(name, "a number");
        };
    }

    boolean flag(String name) {
        return switch (object.find(name).orElse(Json.Null.NULL)) {
            case Json.Bool(boolean value) -> value;
            case Json.Str(String text) when text.equals("true") -> true;
            case Json.Str(String text) when text.equals("false") -> false;
            case Json.Null _ -> false;
            case Json.Obj _, Json.Arr _, Json.Str _, Json.Num _ ->
                    throw wrongType(name, "true or false");
        };
    }

    List<String> texts(String name) {
        return object.texts(name);
    }

    List<Json> array(String name) {
        if (object.find(name).isPresent() && !(object.find(name).get() instanceof Json.Arr)) {
            throw wrongType(name, "an array");
        }
        return object.array(name);
    }

    /// A path, taken relative to `base`.
    Path path(String name, Path base) {
        return resolve(text(name), base);
    }

    static Path resolve(String text, Path base) {
        try {
            return base.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new Tool.ToolException("not a path: " + e.getMessage());
        }
    }

    private static OptionalLong parse(String name, String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException _) {
            throw wrongType(name, "a number");
        }
    }

    private static Tool.ToolException wrongType(String name, String wanted) {
        return new Tool.ToolException("argument \"" + name + "\" must be " + wanted);
    }
}
