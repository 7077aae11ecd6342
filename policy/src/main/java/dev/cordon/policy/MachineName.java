package dev.cordon.policy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The name of this machine, and what an administrator says of machines by their names.
final class MachineName {
    static final String KEY = "remote_sandbox_config";
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private MachineName() {}

    /// The name that the kernel has; on systems that do not tell, the one of its own address.
    static String read() {
        try {
            return Files.readString(KERNEL).strip();
        } catch (IOException _) {
            return byAddress();
        }
    }

    private static String byAddress() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new ConfigException(
                    KEY, "needs the name of this machine, which is not known: " + e.getMessage());
        }
    }

    /// The sandbox modes of the first entry that is for this machine.
    ///
    /// @param entries the array of tables
    /// @throws ConfigException if an entry lacks one of its two lists
    static Optional<Toml> modes(Toml entries, String file, String machine) {
        Optional<Toml> first = Optional.empty();
        for (Toml element : ((Toml.Array) entries).elements()) {
            Toml.Table entry = (Toml.Table) element;
            Toml patterns = entry.entries().get("hostname_patterns");
            Toml modes = entry.entries().get("allowed_sandbox_modes");
            if (patterns == null || modes == null) {
                throw new ConfigException(
                        file, entry, KEY + " needs hostname_patterns and allowed_sandbox_modes");
            }
            List<String> names = Tightening.texts(patterns);
            String own = machine.toLowerCase(Locale.ROOT);
            boolean here =
                    names.stream()
                            .anyMatch(name -> Bundle.matches(name.toLowerCase(Locale.ROOT), own));
            if (first.isEmpty() && here) {
                first = Optional.of(modes);
            }
        }
        return first;
    }
}
