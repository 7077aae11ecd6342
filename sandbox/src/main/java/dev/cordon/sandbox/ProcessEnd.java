package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Waits for the end of processes that are not Cordon's own children.
final class ProcessEnd {
    private ProcessEnd() {}

    /// The first child of a process, asked for soon after its start, when it is the only one.
    static OptionalLong child(Process parent) {
        Path list = Path.of("/proc/" + parent.pid() + "/task/" + parent.pid() + "/children");
        try {
            String text = new String(Files.readAllBytes(list), StandardCharsets.US_ASCII).strip();
            int end = text.indexOf(' ');
            if (!text.isEmpty()) {
                return OptionalLong.of(Long.parseLong(end < 0 ? text : text.substring(0, end)));
            }
        } catch (IOException | NumberFormatException _) {
            // A kernel without this file is asked in a slower way.
        }
        return parent.children().mapToLong(ProcessHandle::pid).findFirst();
    }

    /// Whether the process is dead, at the latest after so many milliseconds. One that only waits
    /// to be reaped is dead.
    static boolean await(long pid, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!dead(pid)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    // proc_pid_stat(5): the state is the first word after the name in parentheses.
    private static boolean dead(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int at = text.lastIndexOf(')') + 2;
            return at < 2 || at >= text.length() || "ZXx".indexOf(text.charAt(at)) >= 0;
        } catch (IOException _) {
            return true;
        }
    }
}
