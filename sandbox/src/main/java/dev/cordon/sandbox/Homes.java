package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which folder is the home of a command.
final class Homes {
    static final Path PASSWD = Path.of("/etc/passwd");
    private static final int MAX_PASSWD_BYTES = 1 << 20;

    private Homes() {}

    /// `HOME` of the confinement where that is absolute, else the user's.
    static Optional<Path> of(Confinement confinement) {
        String named = confinement.environment().getOrDefault("HOME", "");
        String home = named.startsWith("/") ? named : System.getProperty("user.home", "");
        return home.startsWith("/") ? Optional.of(Path.of(home).normalize()) : Optional.empty();
    }

    /// The text of `/etc/passwd` with the home folder of this user, if the host's has another one:
    /// Java takes `user.home` from there and not from `HOME`.
    static Optional<String> passwordFile(Confinement confinement) {
        Optional<Path> home = of(confinement);
        if (home.isEmpty() || home.get().toString().indexOf(':') >= 0) {
            return Optional.empty();
        }
        try {
            if (!Files.isRegularFile(PASSWD) || Files.size(PASSWD) > MAX_PASSWD_BYTES) {
                return Optional.empty();
            }
            String user = String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            String group = String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
            StringBuilder text = new StringBuilder();
            boolean found = false;
            for (String line :
                    new String(Files.readAllBytes(PASSWD), StandardCharsets.ISO_8859_1)
                            .split("\n", -1)) {
                String[] fields = line.split(":", -1);
                if (!found && fields.length == 7 && fields[2].equals(user)) {
                    found = true;
                    if (fields[5].equals(home.get().toString())) {
                        return Optional.empty();
                    }
                    fields[5] = home.get().toString();
                    line = String.join(":", fields);
                }
                text.append(line).append('\n');
            }
            if (!found) {
                text.append("user:x:" + user + ":" + group + "::" + home.get() + ":/bin/bash\n");
            }
            return Optional.of(text.toString());
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }
}
