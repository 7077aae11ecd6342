package dev.cordon.repair;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Makes up arguments for a method from a seed. Constants of the project's tests are preferred,
/// since they lie where behaviour changes.
final class InputMaker {
    private static final int MAX_ELEMENTS = 8;
    private static final int MAX_DEPTH = 3;

    private final Random random;
    private final List<String> numbers;
    private final List<String> words;

    InputMaker(long seed, List<String> numbers, List<String> words) {
        this.random = new Random(seed);
        this.numbers = numbers;
        this.words = words;
    }

    /// A value of the type; absent if the type is none that can be made up.
    Optional<Object> make(Type type) {
        return make(type, 0);
    }

    private Optional<Object> make(Type type, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.empty();
        }
        if (type instanceof Class<?> plain) {
            return plain.isArray() ? array(plain.getComponentType(), depth) : scalar(plain);
        }
        if (type instanceof GenericArrayType) {
            return Optional.empty();
        }
        if (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw) {
            return container(raw, generic.getActualTypeArguments(), depth);
        }
        return Optional.empty();
    }

    private Optional<Object> scalar(Class<?> type) {
        Object value =
                switch (type.getName()) {
                    case "int", "java.lang.Integer" -> (int) number();
                    case "long", "java.lang.Long" -> number();
                    case "short", "java.lang.Short" -> (short) number();
                    case "byte", "java.lang.Byte" -> (byte) number();
                    case "double", "java.lang.Double" -> number() / (1.0 + random.nextInt(4));
                    case "float", "java.lang.Float" -> number() / (1.0f + random.nextInt(4));
                    case "boolean", "java.lang.Boolean" -> random.nextBoolean();
                    case "char", "java.lang.Character" -> letter();
                    case "java.lang.String", "java.lang.CharSequence", "java.lang.Object" -> word();
                    default -> Optional.empty();
                };
        if (value instanceof Optional<?>) {
            Object[] constants = type.getEnumConstants();
            return constants == null || constants.length == 0
                    ? Optional.empty()
                    : Optional.of(constants[random.nextInt(constants.length)]);
        }
        return Optional.of(value);
    }

    private long number() {
        if (!numbers.isEmpty() && random.nextInt(3) == 0) {
            String text = numbers.get(random.nextInt(numbers.size()));
            return Long.parseLong(text) + random.nextInt(3) - 1;
        }
        return random.nextInt(4) == 0 ? random.nextInt(2001) - 1000 : random.nextInt(21) - 5;
    }

    private char letter() {
        return "abcABC019 .,-_()[]{}<>/+*=%x".charAt(random.nextInt(28));
    }

    private String word() {
        String start =
                words.isEmpty() || random.nextInt(3) == 0
                        ? ""
                        : words.get(random.nextInt(words.size()));
        StringBuilder text = new StringBuilder(start);
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            if (random.nextBoolean() || text.isEmpty()) {
                text.insert(at, letter());
            } else {
                text.deleteCharAt(Math.min(at, text.length() - 1));
            }
        }
        return text.toString();
    }

    private Optional<Object> array(Class<?> component, int depth) {
        int length = random.nextInt(MAX_ELEMENTS);
        Object array = Array.newInstance(component, length);
        for (int i = 0; i < length; i++) {
            Optional<Object> element = make(component, depth + 1);
            if (element.isEmpty()) {
                return Optional.empty();
            }
            Array.set(array, i, element.get());
        }
        return Optional.of(array);
    }

    private Optional<Object> container(Class<?> raw, Type[] arguments, int depth) {
        if (raw.isAssignableFrom(ArrayList.class) && arguments.length == 1) {
            return fill(new ArrayList<>(), arguments[0], depth);
        }
        if (raw == Set.class || raw == HashSet.class) {
            return fill(new HashSet<>(), arguments[0], depth);
        }
        if ((raw == Map.class || raw == HashMap.class) && arguments.length == 2) {
            Map<Object, Object> map = raw == Map.class ? new LinkedHashMap<>() : new HashMap<>();
            int size = random.nextInt(MAX_ELEMENTS);
            for (int i = 0; i < size; i++) {
                Optional<Object> key = make(arguments[0], depth + 1);
                Optional<Object> value = make(arguments[1], depth + 1);
                if (key.isEmpty() || value.isEmpty()) {
                    return Optional.empty();
                }
                map.put(key.get(), value.get());
            }
            return Optional.of(map);
        }
        return Optional.empty();
    }

    private Optional<Object> fill(Collection<Object> empty, Type element, int depth) {
        int size = random.nextInt(MAX_ELEMENTS);
        for (int i = 0; i < size; i++) {
            Optional<Object> value = make(element, depth + 1);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            empty.add(value.get());
        }
        return Optional.of(empty);
    }
}
