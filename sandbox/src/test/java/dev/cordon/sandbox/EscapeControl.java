package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs the escape suite without a sandbox, where nothing it does can harm the machine: in a
/// process of its own with limits, and if this is root, in namespaces that are thrown away and as a
/// user that owns nothing.
final class EscapeControl {
    /// A user without files; every Linux has it.
    private static final String NOBODY = "65534";

    private static final List<String> NAMESPACES =
            List.of(
                    "unshare",
                    "--mount",
                    "--pid",
                    "--net",
                    "--ipc",
                    "--uts",
                    "--fork",
                    "--kill-child",
                    "--mount-proc",
                    "--propagation",
                    "private");

    /// The machine of the documentation's network (RFC 5737): what a host with a network has and a
    /// namespace lacks is an address that is not 127.0.0.1, which attacks reach it by and resolvers
    /// look for.
    private static final String NETWORK = "ip link set lo up; ip addr add 192.0.2.1/32 dev lo; ";

    private static final String LIMITS = "prlimit --nproc=4000 --fsize=2000000000 --core=0 ";

    /// What came of one case.
    record Line(String verdict, String detail) {}

    private EscapeControl() {}

    /// The command that runs the suite with a name and a prefix.
    ///
    /// @param scratch a folder that anybody may write to
    static List<String> command(Path cases, Path scratch, String name, List<String> prefix) {
        List<String> command = new ArrayList<>();
        String start = "exec " + LIMITS + "\"$@\"";
        if (EscapeHost.isRoot()) {
            command.addAll(NAMESPACES);
            // The shell stays the first process, which collects what others leave.
            start =
                    NETWORK
                            + ownTemporary(cases, scratch, prefix)
                            + LIMITS
                            + "setpriv --reuid "
                            + NOBODY
                            + " --regid "
                            + NOBODY
                            + " --clear-groups --inh-caps=-all --bounding-set=-all \"$@\"; exit $?";
        }
        command.addAll(List.of("/bin/sh", "-c", start, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(EscapeSuite.class.getName());
        command.addAll(List.of(cases.toString(), scratch.toString(), name));
        command.addAll(prefix);
        return command;
    }

    // What is shared by everybody on the machine is empty here, where nothing that is needed lies
    // in it: some sandboxes put files there themselves.
    private static String ownTemporary(Path cases, Path scratch, List<String> prefix) {
        List<String> needed = new ArrayList<>(prefix);
        needed.addAll(List.of(System.getProperty("java.class.path").split(":")));
        needed.addAll(List.of(cases.toString(), scratch.toString()));
        needed.add(System.getProperty("java.home"));
        StringBuilder script = new StringBuilder();
        for (String folder : List.of("/tmp", "/var/tmp", "/dev/shm")) {
            if (needed.stream().noneMatch(path -> path.startsWith(folder + "/"))) {
                script.append("mount -t tmpfs -o mode=1777 escape ").append(folder).append("; ");
            }
        }
        return script.toString();
    }

    /// Runs the suite as {@link #command} says and prints what it prints.
    ///
    /// @param arguments the folder of the cases, one to work in that anybody may write to, a name,
    ///   and the prefix
    public static void main(String[] arguments) throws Exception {
        List<String> prefix = List.of(arguments).subList(3, arguments.length);
        ProcessBuilder builder =
                new ProcessBuilder(
                                command(
                                        Path.of(arguments[0]),
                                        Path.of(arguments[1]),
                                        arguments[2],
                                        prefix))
                        .inheritIO();
        System.exit(builder.start().waitFor());
    }

    /// Runs the cases without a sandbox.
    ///
    /// @return by id
    static Map<String, Line> run(Path cases, Path scratch) throws Exception {
        if (EscapeHost.isRoot()) {
            Files.setPosixFilePermissions(
                    scratch, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Path errors = Files.createTempFile("escape-control", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command(cases, scratch, "none", List.of()))
                        .redirectError(errors.toFile());
        Process process = builder.start();
        Map<String, Line> lines = new HashMap<>();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split("\t", 6);
            if (fields.length == 6) {
                lines.put(fields[0], new Line(fields[2], fields[5]));
            }
        }
        int code = process.waitFor(); // the runner limits each case
        String said = Files.readString(errors);
        Files.delete(errors);
        if (code != 0) {
            throw new IOException("the runner ended with " + code + ": " + said);
        }
        return lines;
    }
}
