package dev.cordon.engine;

import java.io.IOException;
import java.nio.file.Path;

/// Another process that has a session open until it is killed.
final class HeldSession {
    private HeldSession() {}

    public static void main(String[] arguments) throws IOException {
        try (SessionLog log = SessionLog.resume(Path.of(arguments[0])).log()) {
            System.out.println(log.file().isPresent() ? "open" : "no file");
            int end = System.in.read();
            System.out.println("closed " + end);
        }
    }
}
