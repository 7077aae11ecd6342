package dev.cordon.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// What a fuzzer drives: bytes in, an error out if something is wrong. It has the shape that Jazzer
/// looks for and needs nothing of it. `bench/fuzz` runs it; {@link FuzzTargetTest} tries its seeds.
///
/// The first byte chooses what the rest is.
public final class FuzzTarget {
    /// Far more than any machine needs for an input of this size.
    private static final long MAX_NANOS = 5_000_000_000L;

    private static final String MARKS = "'\"\\`$(){}[]<>|&;#~*?\n\t =!";

    private FuzzTarget() {}

    /// One input.
    ///
    /// @throws AssertionError if a promise does not hold
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        String text = new String(rest, StandardCharsets.UTF_8);
        long start = System.nanoTime();
        switch (Math.floorMod(data[0], 5)) {
            case 0 -> mangled(rest);
            case 1 -> script(text);
            case 2 ->
                    quiet(() ->
                            RuleFile.read(text, "f.rules", dev.cordon.protocol.Origin.Layer.USER));
            case 3 -> quiet(() -> Requirements.read(text, "r.toml", () -> "machine"));
            default -> quiet(() -> Condition.Compiler.CEL.compile(text));
        }
        if (System.nanoTime() - start > MAX_NANOS) {
            throw new AssertionError("took longer than " + MAX_NANOS + " ns");
        }
    }

    /// A command and another way to write it.
    private static void mangled(byte[] bytes) {
        int[] at = {0};
        SplittableRandom after = new SplittableRandom(Arrays.hashCode(bytes));
        Mangling.Choices choices =
                bound -> {
                    if (at[0] + 1 >= bytes.length) {
                        return after.nextInt(bound);
                    }
                    int high = bytes[at[0]++] & 0xff;
                    return (high << 8 | bytes[at[0]++] & 0xff) % bound;
                };
        List<String> command = PlainCommands.ALL.get(choices.next(PlainCommands.ALL.size()));
        Optional<String> flaw = MangledCommand.flaw(command, Mangling.of(command, choices));
        if (flaw.isPresent()) {
            throw new AssertionError(flaw.get());
        }
    }

    /// Any text as a script: read without a failure, twice in the same way, and what is not
    /// understood is not harmless.
    private static void script(String text) {
        CommandFacts facts = CommandFacts.ofScript(text, Knowledge.builtIn());
        if (!facts.equals(CommandFacts.ofScript(text, Knowledge.builtIn()))) {
            throw new AssertionError("read in two ways: " + text);
        }
        Situation untrusted = Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED);
        if (!facts.doubts().isEmpty() && untrusted.line(text).equals("allow")) {
            throw new AssertionError("harmless though not understood: " + text);
        }
    }

    /// A mistake must be a sentence.
    private static void quiet(Runnable reading) {
        try {
            reading.run();
        } catch (ConfigException | IllegalArgumentException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("a mistake without a sentence", e);
            }
        }
    }

    /// `seeds FOLDER` writes where a fuzzer begins; `SECONDS [SEED]` tries random inputs where
    /// there is no fuzzer.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 2 && arguments[0].equals("seeds")) {
            int number = 0;
            for (byte[] seed : FuzzTargetTest.seeds()) {
                Files.write(Path.of(arguments[1], "seed-" + number++), seed);
            }
            return;
        }
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> seeds = FuzzTargetTest.seeds();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long inputs = 0;
        while (System.nanoTime() < end) {
            byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
            try {
                fuzzerTestOneInput(input);
            } catch (Throwable e) {
                throw new AssertionError(
                        "seed " + seed + ": " + new String(input, StandardCharsets.UTF_8), e);
            }
            inputs++;
        }
        System.out.println(inputs + " inputs in " + seconds + " s, seed " + seed + ", no flaw");
    }

    static byte[] mutated(byte[] seed, SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            // A command in another way: nothing but choices.
            byte[] choices = new byte[1 + random.nextInt(160)];
            random.nextBytes(choices);
            choices[0] = 0;
            return choices;
        }
        byte[] input = Arrays.copyOf(seed, seed.length + random.nextInt(4));
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && input.length > 1; i++) {
            int at = 1 + random.nextInt(input.length - 1);
            switch (random.nextInt(4)) {
                case 0 -> input[at] = (byte) random.nextInt(256);
                case 1 -> input[at] = (byte) MARKS.charAt(random.nextInt(MARKS.length()));
                case 2 -> {
                    int from = 1 + random.nextInt(input.length - 1);
                    int length = Math.min(random.nextInt(12), input.length - Math.max(at, from));
                    System.arraycopy(input.clone(), from, input, at, length);
                }
                default -> input[at] = input[input.length - 1];
            }
        }
        return input;
    }
}
