package dev.cordon.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What commands see of the environment of the host: a short list of names, never a secret.
///
/// @param home the user's home folder
/// @param host the environment of the process
/// @param inherit how much is passed on
/// @param keepSecrets the key `shell_environment_policy.ignore_default_excludes`
/// @param exclude patterns of names that are not passed on
/// @param includeOnly if not empty, patterns of the only names that are passed on
/// @param set variables with their values, on top
public record HostEnvironment(
        Path home,
        Map<String, String> host,
        Inherit inherit,
        boolean keepSecrets,
        List<String> exclude,
        List<String> includeOnly,
        Map<String, String> set) {
    public HostEnvironment {
        host = Map.copyOf(host);
        exclude = List.copyOf(exclude);
        includeOnly = List.copyOf(includeOnly);
        set = Map.copyOf(set);
    }

    /// How much of the environment is passed on.
    public enum Inherit {
        NONE,
        CORE,
        ALL
    }

    private static final List<String> CORE =
            List.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "LANG",
                    "LANGUAGE",
                    "LC_*",
                    "TZ",
                    "TERM",
                    "COLORTERM",
                    "NO_COLOR",
                    "JAVA_HOME");

    /// Names whose values are secrets, doors out of the sandbox, or make programs run others.
    private static final List<String> NEVER =
            List.of(
                    "*TOKEN*",
                    "*KEY*",
                    "*SECRET*",
                    "*PASSW*",
                    "*CREDENTIAL*",
                    "*_PAT",
                    "*AUTH*",
                    "SSH_*",
                    "GPG_*",
                    "DBUS_*",
                    "DISPLAY",
                    "WAYLAND_DISPLAY",
                    "XDG_RUNTIME_DIR",
                    "DOCKER_*",
                    "KUBECONFIG",
                    "AWS_*",
                    "AZURE_*",
                    "GOOGLE_*",
                    "GITHUB_*",
                    "CODEX_*",
                    "CORDON_*",
                    "WSL_INTEROP",
                    "LD_*",
                    "BASH_*",
                    "ENV",
                    "PROMPT_COMMAND",
                    "GIT_*",
                    "*PAGER",
                    "EDITOR",
                    "VISUAL",
                    "LESS*",
                    "GREP_OPTIONS",
                    "RIPGREP_CONFIG_PATH",
                    "JAVA_TOOL_OPTIONS",
                    "JDK_*",
                    "_JAVA_OPTIONS",
                    "MAVEN_*",
                    "GRADLE_*",
                    "NODE_OPTIONS",
                    "PYTHONSTARTUP",
                    "PYTHONPATH",
                    "PERL5*",
                    "RUBYOPT",
                    "*_PROXY",
                    "SHELLOPTS",
                    "IFS",
                    "CDPATH");

    /// The core variables and no secret.
    static HostEnvironment core(Path home, Map<String, String> host) {
        return new HostEnvironment(home, host, Inherit.CORE, false, List.of(), List.of(), Map.of());
    }

    /// The whole environment of a command.
    ///
    /// @param roots folders that commands can change; nothing is run from there by name alone
    Map<String, String> forCommands(List<Path> roots) {
        TreeMap<String, String> result = new TreeMap<>();
        for (Map.Entry<String, String> entry : host.entrySet()) {
            if (passes(entry.getKey())) {
                result.put(entry.getKey(), entry.getValue());
            }
        }
        result.put("PATH", safePath(result.getOrDefault("PATH", DEFAULT_PATH), roots));
        result.put("HOME", home.toString());
        result.put("SHELL", "/bin/bash");
        result.put("TMPDIR", "/tmp");
        result.putIfAbsent("LANG", "C.UTF-8");
        result.put("GIT_TERMINAL_PROMPT", "0");
        result.put("GIT_OPTIONAL_LOCKS", "0");
        result.put("PAGER", "cat");
        result.put("GIT_PAGER", "cat");
        result.putAll(set);
        return result;
    }

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private boolean passes(String name) {
        if (inherit == Inherit.NONE || (inherit == Inherit.CORE && !matches(name, CORE))) {
            return false;
        }
        if ((!keepSecrets && isSensitive(name)) || matches(name, exclude)) {
            return false;
        }
        return includeOnly.isEmpty() || matches(name, includeOnly);
    }

    /// Whether a variable of this name is a secret, or makes a program do something else.
    static boolean isSensitive(String name) {
        return matches(name.toUpperCase(Locale.ROOT), NEVER);
    }

    private static boolean matches(String name, List<String> patterns) {
        for (String pattern : patterns) {
            if (Glob.matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    private static String safePath(String path, List<Path> roots) {
        List<String> kept = new ArrayList<>();
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf(':', start);
            end = end < 0 ? path.length() : end;
            String entry = path.substring(start, end);
            if (entry.startsWith("/")
                    && !PolicySettings.within(Path.of(entry).normalize(), roots)) {
                kept.add(entry);
            }
            start = end + 1;
        }
        return kept.isEmpty() ? DEFAULT_PATH : String.join(":", kept);
    }
}
