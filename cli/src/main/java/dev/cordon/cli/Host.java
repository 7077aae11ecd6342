package dev.cordon.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/// What a command sees of the process it runs in. Tests make their own.
///
/// @param environment the environment of the process, as the user gave it
/// @param directory where the process was started, absolute
/// @param home the user's home, from `HOME`: the property `user.home` comes from the password
///   database and ignores it
/// @param out standard output, for what was promised and nothing else
/// @param err standard error, for people
/// @param interrupts what ends the run from outside
record Host(
        Map<String, String> environment,
        Path directory,
        Path home,
        InputStream in,
        ProtocolOutput out,
        PrintStream err,
        Interrupts interrupts) {

    Host {
        environment = Map.copyOf(environment);
    }

    /// A host whose runs end with the process.
    Host(
            Map<String, String> environment,
            Path directory,
            Path home,
            InputStream in,
            ProtocolOutput out,
            PrintStream err) {
        this(environment, directory, home, in, out, err, Interrupts.OF_PROCESS);
    }

    /// The process itself.
    static Host real(ProtocolOutput out) {
        Map<String, String> environment = System.getenv();
        Path directory = Path.of("").toAbsolutePath();
        return new Host(
                environment, directory, home(environment, directory), System.in, out, System.err);
    }

    /// The user's home as an environment names it.
    static Path home(Map<String, String> environment, Path directory) {
        String home = environment.getOrDefault("HOME", "");
        return directory.resolve(home.isEmpty() ? System.getProperty("user.home", "/") : home);
    }

    /// Another process, for which this one works: nothing can be read from it or said to it.
    static Host elsewhere(Map<String, String> environment, Path directory, Path home) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Host(
                environment,
                directory,
                home,
                InputStream.nullInputStream(),
                ProtocolOutput.to(nowhere),
                nowhere);
    }

    /// Where Cordon keeps its own files: `CORDON_HOME`, else `~/.cordon`.
    ///
    /// @throws UsageException if `CORDON_HOME` is no path
    Path cordonHome() {
        String named = environment.getOrDefault("CORDON_HOME", "");
        try {
            return named.isEmpty() ? home.resolve(".cordon") : directory.resolve(named).normalize();
        } catch (InvalidPathException e) {
            throw new UsageException("CORDON_HOME is not a path: " + e.getMessage());
        }
    }

    /// The administrator's folder.
    Path systemFolder() {
        return Path.of("/etc/cordon");
    }

    /// Whether a person reads both outputs on one screen. The environment can say so, because only
    /// the launcher knows what standard output is.
    boolean terminal() {
        return "1".equals(environment.getOrDefault("CORDON_TERMINAL", ""));
    }

    /// Whether output and messages go to the same place, so that what was said is there already.
    boolean oneOutput() {
        return terminal() || "same".equals(environment.getOrDefault("CORDON_TERMINAL", ""));
    }

    /// Says something to people.
    void say(String line) {
        err.println(line);
    }
}
