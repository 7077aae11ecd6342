package dev.cordon.policy;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The effective configuration for people and programs. Values that may be secrets are left out.
public final class ConfigReport {
    private static final String HIDDEN = "(hidden)";
    private final Governance governance;

    /// How much is told about a value.
    public enum Detail {
        VALUES,
        /// With the file and line of each value.
        ORIGINS
    }

    public ConfigReport(Governance governance) {
        this.governance = governance;
    }

    /// One key a line, in alphabetical order, as TOML.
    public String text(Detail detail) {
        StringBuilder out = new StringBuilder();
        for (Config.Setting setting : governance.config().settings()) {
            out.append(setting.key()).append(" = ");
            JsonText.write(shown(setting), out);
            if (detail == Detail.ORIGINS) {
                out.append("  # ").append(setting.origin());
            }
            out.append('\n');
        }
        for (Config.Setting setting : governance.requirements().settings()) {
            out.append("# required: ").append(setting.key()).append(" = ");
            JsonText.write(shown(setting), out);
            out.append("  # ").append(setting.origin()).append('\n');
        }
        for (Config.Ignored ignored : governance.config().ignored()) {
            out.append("# ignored: ").append(ignored).append('\n');
        }
        for (String warning : governance.warnings()) {
            out.append("# warning: ").append(warning).append('\n');
        }
        return out.toString();
    }

    /// Everything as one object.
    public Json.Obj json() {
        List<Json> settings = new ArrayList<>();
        for (Config.Setting setting : governance.config().settings()) {
            settings.add(
                    Json.object()
                            .put("key", setting.key())
                            .put("value", shown(setting))
                            .put("origin", origin(setting.origin()))
                            .build());
        }
        List<Json> ignored = new ArrayList<>();
        for (Config.Ignored each : governance.config().ignored()) {
            ignored.add(
                    Json.object()
                            .put("key", each.key())
                            .put("origin", origin(each.origin()))
                            .put("reason", each.reason())
                            .build());
        }
        List<Json> requirements = new ArrayList<>();
        for (Config.Setting setting : governance.requirements().settings()) {
            requirements.add(
                    Json.object()
                            .put("key", setting.key())
                            .put("value", shown(setting))
                            .put("origin", origin(setting.origin()))
                            .build());
        }
        return Json.object()
                .put("schema_version", 1)
                .put("settings", Json.array(settings))
                .put("requirements", Json.array(requirements))
                .put("ignored", Json.array(ignored))
                .put("warnings", governance.warnings())
                .build();
    }

    private static Json origin(Origin origin) {
        return Json.object()
                .put("layer", origin.layer().name().toLowerCase(Locale.ROOT))
                .put("file", origin.file())
                .put("line", origin.line())
                .build();
    }

    private static Json shown(Config.Setting setting) {
        return isSecret(setting.key()) ? Json.of(HIDDEN) : setting.value();
    }

    /// Whether the value of a key may be a password, a token or the like.
    static boolean isSecret(String key) {
        return key.contains(".http_headers.")
                || key.contains(".headers.")
                || key.contains(".query_params.")
                || (key.startsWith("mcp_servers.") && key.contains(".env."))
                || key.startsWith("shell_environment_policy.set.")
                || key.endsWith(".experimental_bearer_token");
    }
}
