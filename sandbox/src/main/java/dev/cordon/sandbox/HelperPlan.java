package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The plan in the words that the helper reads: an operation and its arguments.
final class HelperPlan {
    private HelperPlan() {}

    static List<String> words(
            MountPlan plan, Confinement confinement, Optional<NetworkService> network) {
        List<String> words = new ArrayList<>();
        add(words, "jvm", String.valueOf(ProcessHandle.current().pid()));
        limits(words, confinement.limits());
        if (confinement.permits().contains(Confinement.Permit.UNIX_SOCKETS)) {
            add(words, "allow-unix");
        }
        if (confinement.permits().contains(Confinement.Permit.PTRACE)) {
            add(words, "allow-ptrace");
        }
        network.ifPresent(service -> add(words, "relay", service.socket().toString()));
        plan.entries().forEach(entry -> entry(words, entry));
        return words;
    }

    private static void limits(List<String> words, Confinement.Limits limits) {
        limit(words, "core", 0, true);
        limit(words, "processes", limits.maxProcesses(), false);
        limit(words, "memory", limits.maxMemoryBytes(), false);
        limit(words, "file", limits.maxFileBytes(), false);
        limit(words, "files", limits.maxOpenFiles(), false);
        limit(words, "cpu", limits.maxCpuSeconds(), false);
    }

    private static void limit(List<String> words, String name, long value, boolean always) {
        if (always || value > 0) {
            add(words, "limit", name, String.valueOf(value));
        }
    }

    private static void entry(List<String> words, MountPlan.Entry entry) {
        switch (entry) {
            case MountPlan.Entry.ReadOnly(Path path, boolean optional) ->
                    add(words, optional ? "ro-try" : "ro", path.toString());
            case MountPlan.Entry.Writable(Path path) -> add(words, "rw", path.toString());
            case MountPlan.Entry.Tmpfs(Path path, String mode, long sizeBytes) ->
                    add(words, "tmpfs", path.toString(), mode, String.valueOf(sizeBytes));
            case MountPlan.Entry.Mask(Path path) -> add(words, "mask", path.toString());
            case MountPlan.Entry.Pin(Path path) -> add(words, "pin", path.toString());
            case MountPlan.Entry.Devices() -> add(words, "dev");
            case MountPlan.Entry.Proc() -> add(words, "proc");
            case MountPlan.Entry.Sys() -> add(words, "sys");
            case MountPlan.Entry.Text(Path path, String text) ->
                    add(words, "file", path.toString(), text);
            case MountPlan.Entry.Overlay(Path path, Path upper, Path work) ->
                    add(words, "overlay", path.toString(), upper.toString(), work.toString());
        }
    }

    private static void add(List<String> words, String... more) {
        words.addAll(List.of(more));
    }
}
