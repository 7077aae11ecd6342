package dev.cordon.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/// Makes valid values of every protocol record, so that a test meets records that were written
/// after it.
final class Samples {
    private static final String[] TEXTS = {
        "plain",
        "",
        "two\nlines\r\n",
        "quote \" and \\ back\tslash",
        "Grüße 你好 \uD83D\uDE00",
        "\u0000\u001b[31mred\u001b[0m\u007f",
        "{\"type\":\"nested\"}",
        "\u2028 line separators \u2029",
        "\"event\":{\"type\":\"turn_started\"",
    };
    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    /// The record classes below a sealed interface.
    static List<Class<?>> leaves(Class<?> sealed) {
        if (!sealed.isSealed()) {
            return List.of(sealed);
        }
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            leaves.addAll(leaves(permitted));
        }
        return leaves;
    }

    <T> T of(Class<T> type) {
        return type.cast(value(type));
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted == Json.Obj.class) {
            return Json.object().put("q", text()).put("n", new Json.Num("1.50")).build();
        }
        if (wanted.isSealed()) {
            List<Class<?>> leaves = leaves(wanted);
            return value(leaves.get(random.nextInt(leaves.size())));
        }
        if (wanted.isEnum()) {
            Object[] constants = wanted.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        return wanted.isRecord() ? record(wanted) : plain(wanted);
    }

    private Object plain(Class<?> wanted) {
        return switch (wanted.getSimpleName()) {
            case "String" -> text();
            case "int", "Integer" -> random.nextInt();
            case "long", "Long" -> random.nextLong();
            case "boolean", "Boolean" -> random.nextBoolean();
            case "OptionalInt" ->
                    random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
            case "OptionalLong" ->
                    random.nextBoolean()
                            ? OptionalLong.empty()
                            : OptionalLong.of(random.nextLong());
            case "Path" -> Path.of("/srv/shop/" + random.nextInt(1000) + "/ü b");
            case "URI" -> URI.create("https://example.org/a%20b?q=" + random.nextInt(1000));
            case "Instant" ->
                    Instant.ofEpochSecond(
                            random.nextLong(253_402_300_799L),
                            random.nextBoolean() ? 250_000_000 : random.nextInt(1_000_000_000));
            default -> throw new AssertionError("teach Samples about " + wanted);
        };
    }

    private Object generic(Class<?> raw, Type[] arguments) {
        if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.empty() : Optional.of(value(arguments[0]));
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            elements.add(value(arguments[0]));
        }
        if (raw == List.class) {
            return elements;
        }
        if (raw == Set.class) {
            return new HashSet<>(elements);
        }
        if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            elements.forEach(key -> map.put(key, value(arguments[1])));
            return map;
        }
        throw new AssertionError("teach Samples about " + raw);
    }

    private Object record(Class<?> type) {
        if (type == SessionId.class) {
            return SessionId.fresh();
        }
        if (type == TurnId.class) {
            return TurnId.fresh();
        }
        if (type == CallId.class) {
            return new CallId("call_" + random.nextInt(1_000_000));
        }
        if (type == Action.FileChange.class) {
            return fileChange();
        }
        if (type == ChangeReview.class) {
            return new ChangeReview(
                    text(), List.of(finding()), random.nextBoolean(), text(), random.nextInt(101));
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    components[i].getName().equals("argv")
                            ? List.of("/bin/sh", text())
                            : value(components[i].getGenericType());
        }
        return construct(type, components, values);
    }

    private static Object construct(Class<?> type, RecordComponent[] parts, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new AssertionError("teach Samples about " + type, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private ChangeReview.Finding finding() {
        int line = random.nextInt(1000);
        return new ChangeReview.Finding(
                text(),
                text(),
                random.nextInt(ChangeReview.Finding.MAX_PRIORITY + 1),
                random.nextInt(101),
                text(),
                line,
                line + random.nextInt(10));
    }

    private Action.FileChange fileChange() {
        Action.ChangeKind kind = of(Action.ChangeKind.class);
        return new Action.FileChange(
                of(Path.class),
                kind,
                kind == Action.ChangeKind.UPDATE ? Optional.of(of(Path.class)) : Optional.empty(),
                random.nextBoolean() ? Optional.empty() : Optional.of(text()),
                kind == Action.ChangeKind.DELETE ? Optional.empty() : Optional.of(text()));
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
