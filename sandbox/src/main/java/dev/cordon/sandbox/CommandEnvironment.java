package dev.cordon.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The environment of a confined command: begun empty, filled from a list.
public final class CommandEnvironment {
    private static final Set<String> KEPT =
            Set.of("HOME", "USER", "LOGNAME", "LANG", "TZ", "TERM", "JAVA_HOME");
    private static final Set<String> NEVER =
            Set.of(
                    "SSH_AUTH_SOCK",
                    "GPG_AGENT_INFO",
                    "DISPLAY",
                    "WAYLAND_DISPLAY",
                    "XDG_RUNTIME_DIR",
                    "DOCKER_HOST",
                    "KUBECONFIG",
                    "WSL_INTEROP",
                    "BASH_ENV",
                    "ENV",
                    "PROMPT_COMMAND",
                    "PAGER",
                    "EDITOR",
                    "VISUAL",
                    "LESSOPEN",
                    "LESSCLOSE",
                    "JAVA_TOOL_OPTIONS",
                    "JDK_JAVA_OPTIONS",
                    "_JAVA_OPTIONS",
                    "MAVEN_ARGS",
                    "MAVEN_OPTS",
                    "GRADLE_OPTS",
                    "NODE_OPTIONS",
                    "PYTHONSTARTUP",
                    "PYTHONPATH",
                    "PERL5OPT",
                    "PERL5LIB",
                    "RUBYOPT",
                    "IFS",
                    "CDPATH",
                    "SHELLOPTS",
                    "BASHOPTS",
                    "PS4",
                    "RIPGREP_CONFIG_PATH");
    private static final List<String> NEVER_PREFIXES =
            List.of("DBUS_", "AWS_", "AZURE_", "GOOGLE_", "LD_", "DYLD_", "GIT_", "BASH_FUNC_");
    private static final List<String> NEVER_PARTS =
            List.of("TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "APIKEY");

    private CommandEnvironment() {}

    /// Makes the environment.
    ///
    /// @param host the environment of Cordon
    /// @param named further names that policy lets through; a name that carries secrets or starts
    ///   programs stays out even if it is named
    /// @param writable roots below which no folder of the search path may lie
    /// @param temporary the folder for temporary files
    /// @param backend `helper`, `bwrap` or `thread`
    /// @param network `none`, `limited` or `open`
    public static Map<String, String> of(
            Map<String, String> host,
            List<String> named,
            List<Path> writable,
            Path temporary,
            String backend,
            String network) {
        Map<String, String> made = new TreeMap<>();
        host.forEach((name, value) -> {
            boolean kept = KEPT.contains(name) || name.startsWith("LC_");
            if ((kept || named.contains(name)) && refusal(name).isEmpty()) {
                made.put(name, value);
            }
        });
        made.put("PATH", searchPath(host.getOrDefault("PATH", ""), writable));
        made.put("SHELL", "/bin/bash");
        made.put("TMPDIR", temporary.toString());
        made.put("GIT_TERMINAL_PROMPT", "0");
        made.put("GIT_OPTIONAL_LOCKS", "0");
        made.put("PAGER", "cat");
        made.put("GIT_PAGER", "cat");
        made.put("CORDON_SANDBOX", backend);
        made.put("CORDON_SANDBOX_NETWORK", network);
        return made;
    }

    /// Why a variable is never passed on; empty if it may be.
    public static Optional<String> refusal(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (NEVER.contains(upper) || NEVER_PREFIXES.stream().anyMatch(upper::startsWith)) {
            return Optional.of(
                    name
                            + " starts programs or leads to services of the host; it is not passed on.");
        }
        boolean secret =
                NEVER_PARTS.stream().anyMatch(upper::contains)
                        || upper.endsWith("_KEY")
                        || upper.endsWith("_PAT");
        boolean valid = !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf('\0') < 0;
        return secret || !valid
                ? Optional.of(
                        name
                                + " looks like a secret; bind it to hosts as an injected credential"
                                + " instead.")
                : Optional.empty();
    }

    /// The absolute folders of a search path that no command can write to.
    static String searchPath(String path, List<Path> writable) {
        List<String> kept = new ArrayList<>();
        for (String entry : path.split(":", -1)) {
            if (!entry.startsWith("/") || entry.indexOf('\0') >= 0) {
                continue;
            }
            Path folder = Path.of(entry).normalize();
            if (writable.stream().noneMatch(folder::startsWith)
                    && !kept.contains(folder.toString())) {
                kept.add(folder.toString());
            }
        }
        return kept.isEmpty() ? "/usr/local/bin:/usr/bin:/bin" : String.join(":", kept);
    }
}
