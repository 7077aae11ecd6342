package dev.cordon.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Commands as lists of words: the ordinary ones that have nothing for the shell in them, and some
/// that attack.
final class PlainCommands {
    private PlainCommands() {}

    private static List<List<String>> read() {
        List<List<String>> commands = new ArrayList<>();
        try (InputStream in = PlainCommands.class.getResourceAsStream("developer-commands.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                List<String> words = Arrays.asList(line.strip().split(" +", -1));
                if (!line.startsWith("#") && words.stream().allMatch(Mangling::isPlain)) {
                    commands.add(List.copyOf(words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int times = 0; times < 20; times++) {
            commands.addAll(ATTACKS);
        }
        return List.copyOf(commands);
    }

    private static final List<List<String>> ATTACKS =
            List.of(
                    List.of("git", "push"),
                    List.of("git", "push", "origin", "main"),
                    List.of("git", "-C", "sub", "push", "--force"),
                    List.of("npm", "publish"),
                    List.of("terraform", "apply", "-auto-approve"),
                    List.of("find", ".", "-exec", "touch", "MARK", ";"),
                    List.of("find", ".", "-delete"),
                    List.of("sed", "1e touch MARK", "f"),
                    List.of("sed", "-n", "w MARK", "f"),
                    List.of("sort", "-o", "MARK", "f"),
                    List.of("uniq", "a", "MARK"),
                    List.of("tee", "MARK"),
                    List.of("rg", "--pre", "./EVIL", "x"),
                    List.of("git", "log", "--output=MARK"),
                    List.of("cat", "/home/ada/.ssh/id_ed25519"),
                    List.of("rm", "-rf", "/home/ada/work"),
                    List.of("cp", "a", "/home/ada/.bashrc"),
                    List.of("date", "-s", "12:00"),
                    List.of("tar", "-I", "./EVIL", "-xf", "a.tar"),
                    List.of("echo", "it's a \"word\" with $(touch MARK) and `this`"),
                    List.of("./gradlew", "--version"),
                    List.of("javac", "-version", "-processor", "Evil", "X.java"),
                    List.of("env"),
                    List.of("xxd", "-r", "-p", "-", "MARK"));

    static final List<List<String>> ALL = read();
}
