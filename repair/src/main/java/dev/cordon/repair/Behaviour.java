package dev.cordon.repair;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a method does on made-up inputs, as text that can be compared.
final class Behaviour {
    private static final long MAX_STEPS = 2_000_000;
    private static final int MAX_TEXT_CHARS = 2000;

    private Behaviour() {}

    /// One line an input: the arguments, ` -> `, and what came back, what was thrown, and how the
    /// arguments looked afterwards. Empty if the method cannot be called with made-up inputs.
    static List<String> observe(ClassLoader loader, HostWire.Compare compare) {
        List<String> lines = new ArrayList<>();
        try {
            // What initialises the class may be endless too.
            Probe.start(MAX_STEPS);
            Class<?> type = Class.forName(compare.className(), true, loader);
            Optional<Method> method = find(type, compare);
            if (method.isEmpty()) {
                return List.of();
            }
            InputMaker maker = new InputMaker(compare.seed(), compare.numbers(), compare.words());
            for (int i = 0; i < compare.inputs(); i++) {
                Optional<String> line = once(type, method.get(), maker);
                if (line.isEmpty()) {
                    return List.of();
                }
                lines.add(line.get());
            }
            return lines;
        } catch (ClassNotFoundException | LinkageError | Probe.ExitAsked | Probe.Exhausted _) {
            return List.of();
        } finally {
            Probe.stop();
        }
    }

    private static Optional<Method> find(Class<?> type, HostWire.Compare compare) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(compare.method())
                    && descriptor(method).equals(compare.descriptor())) {
                method.setAccessible(true);
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    static String descriptor(Method method) {
        return java.lang.invoke.MethodType.methodType(
                        method.getReturnType(), method.getParameterTypes())
                .descriptorString();
    }

    private static Optional<String> once(Class<?> type, Method method, InputMaker maker) {
        List<Object> arguments = new ArrayList<>();
        for (Type parameter : method.getGenericParameterTypes()) {
            Optional<Object> argument = maker.make(parameter);
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(argument.get());
        }
        String before = text(arguments.toArray());
        Probe.start(MAX_STEPS);
        try {
            Object target = null;
            if (!Modifier.isStatic(method.getModifiers())) {
                Optional<Object> made = instance(type, maker);
                if (made.isEmpty()) {
                    return Optional.empty();
                }
                target = made.get();
            }
            Object result = method.invoke(target, arguments.toArray());
            return Optional.of(before + " -> " + text(result) + after(before, arguments));
        } catch (InvocationTargetException e) {
            return Optional.of(before + " -> throws " + thrown(e));
        } catch (IllegalAccessException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String thrown(InvocationTargetException e) {
        Throwable cause = e.getCause();
        return cause == null ? "?" : cause.getClass().getName();
    }

    private static String after(String before, List<Object> arguments) {
        String after = text(arguments.toArray());
        return after.equals(before) ? "" : ", arguments then " + after;
    }

    /// An object made with the constructor that wants least and whose arguments can be made up.
    private static Optional<Object> instance(Class<?> type, InputMaker maker)
            throws InvocationTargetException {
        if (Modifier.isAbstract(type.getModifiers())) {
            return Optional.empty();
        }
        Constructor<?>[] all = type.getDeclaredConstructors();
        Arrays.sort(
                all,
                Comparator.comparingInt((Constructor<?> c) -> c.getParameterCount())
                        .thenComparing(Constructor::toString));
        for (Constructor<?> constructor : all) {
            List<Object> arguments = new ArrayList<>();
            for (Type parameter : constructor.getGenericParameterTypes()) {
                maker.make(parameter).ifPresent(arguments::add);
            }
            if (arguments.size() == constructor.getParameterCount()) {
                try {
                    constructor.setAccessible(true);
                    return Optional.of(constructor.newInstance(arguments.toArray()));
                } catch (InstantiationException
                        | IllegalAccessException
                        | IllegalArgumentException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static String text(Object value) {
        String text =
                switch (value) {
                    case null -> "null";
                    case Object[] many -> Arrays.deepToString(many);
                    case int[] many -> Arrays.toString(many);
                    case long[] many -> Arrays.toString(many);
                    case double[] many -> Arrays.toString(many);
                    case char[] many -> Arrays.toString(many);
                    case boolean[] many -> Arrays.toString(many);
                    case byte[] many -> Arrays.toString(many);
                    case String words -> '"' + words + '"';
                    default -> printed(value);
                };
        return text.substring(0, Math.min(text.length(), MAX_TEXT_CHARS));
    }

    private static String printed(Object value) {
        String text = String.valueOf(value);
        String identity = value.getClass().getName() + "@";
        return text.startsWith(identity) ? identity : text;
    }
}
