package dev.cordon.policy;

import static dev.cordon.policy.ConfigKeys.bool;
import static dev.cordon.policy.ConfigKeys.integer;
import static dev.cordon.policy.ConfigKeys.path;
import static dev.cordon.policy.ConfigKeys.text;
import static dev.cordon.policy.ConfigKeys.texts;
import static dev.cordon.policy.ConfigKeys.tree;

import java.util.ArrayList;
import java.util.List;

/// The keys about files of state, logins, telemetry and what people see.
final class SurfaceKeys {
    private SurfaceKeys() {}

    static List<ConfigKey> all() {
        List<ConfigKey> keys = new ArrayList<>(state());
        keys.addAll(telemetry());
        keys.addAll(screen());
        return keys;
    }

    private static List<ConfigKey> state() {
        return List.of(
                text("history.persistence", "Whether prompts are remembered.")
                        .oneOf("none", "save-all")
                        .standard("save-all"),
                integer("history.max_bytes", "How much is remembered."),
                path("log_dir", "The folder of log files."),
                path("sqlite_home", "The folder of indexes.").withoutEffect(),
                tree("memories", "Memory between sessions.").withoutEffect(),
                text("cli_auth_credentials_store", "Where keys are kept.")
                        .oneOf("ephemeral", "keyring", "file", "auto")
                        .standard("auto"),
                text("forced_login_method", "The only way to log in.").oneOf("api", "chatgpt"),
                text("forced_chatgpt_workspace_id", "The only account to log in to.").refused(),
                text("chatgpt_base_url", "Address of a vendor's own service.").withoutEffect(),
                text("profile", "The profile of sessions that name none."),
                bool("features.*", "A switch of Codex; Cordon has none.").withoutEffect());
    }

    private static List<ConfigKey> telemetry() {
        List<ConfigKey> keys = new ArrayList<>();
        keys.add(
                integer(
                                "journal.checkpoint_entries",
                                "A checkpoint is signed after so many entries.")
                        .standard(1024));
        keys.add(
                integer(
                                "journal.checkpoint_seconds",
                                "A checkpoint is signed at the latest after so long.")
                        .standard(30));
        keys.add(
                text("journal.key_store", "Where the journal's signing key lies.")
                        .oneOf("file", "keyring")
                        .standard("file"));
        keys.add(path("journal.anchors.file", "A file to which checkpoints are appended."));
        keys.add(
                texts(
                        "journal.anchors.command",
                        "A command that gets each checkpoint on its standard input."));
        keys.add(text("journal.anchors.http", "An address to which checkpoints are posted."));
        keys.add(text("otel.environment", "Name of the environment in records.").standard("dev"));
        for (String exporter : List.of("exporter", "trace_exporter", "metrics_exporter")) {
            String name = "otel." + exporter;
            keys.add(text(name, "Where records go.").oneOf("none").standard("none"));
            for (String transport : List.of("otlp-http", "otlp-grpc")) {
                String inner = name + "." + transport;
                keys.add(text(inner + ".endpoint", "Address of the collector."));
                keys.add(text(inner + ".protocol", "Encoding.").oneOf("binary", "json"));
                keys.add(text(inner + ".headers.*", "A header that is always sent."));
                keys.add(
                        path(
                                inner + ".tls.ca-certificate",
                                "Who signs the collector's certificate."));
                keys.add(path(inner + ".tls.client-certificate", "Cordon's certificate."));
                keys.add(path(inner + ".tls.client-private-key", "The key of that certificate."));
            }
        }
        keys.add(bool("otel.log_user_prompt", "Whether prompts are sent.").standard(false));
        keys.add(bool("otel.log_agent_responses", "Whether answers are sent.").standard(false));
        keys.add(
                bool("otel.log_tool_details", "Whether arguments of calls are sent.")
                        .standard(false));
        keys.add(
                text("otel.on_failure", "What happens when records do not arrive.")
                        .oneOf("warn", "stop")
                        .standard("warn"));
        keys.add(
                integer("otel.max_lag_seconds", "How late records may be before effects stop.")
                        .standard(60));
        keys.add(
                integer("otel.max_spool_bytes", "How much waits on disk for the collector.")
                        .standard(67_108_864));
        keys.add(
                integer(
                                "otel.exit_wait_millis",
                                "How long the end of a process waits for the collector.")
                        .standard(50));
        keys.add(
                bool("otel.log_guardian_assessments", "Whether reviews are sent.").standard(false));
        keys.add(
                bool("otel.log_sse_deltas", "Whether each piece of a stream is sent.")
                        .standard(false));
        keys.add(text("otel.span_attributes.*", "An attribute of every span."));
        keys.add(text("otel.tracestate.*", "An entry of the trace state."));
        keys.add(integer("otel.tool_result.max_bytes", "How much of a result is sent."));
        keys.add(
                bool("analytics.enabled", "Analytics of the vendor; Cordon has none.")
                        .withoutEffect());
        keys.add(
                bool("feedback.enabled", "Feedback to the vendor; Cordon has none.")
                        .withoutEffect());
        return keys;
    }

    private static List<ConfigKey> screen() {
        return List.of(
                bool("tui.notifications", "Whether the terminal tells about the end of a turn.")
                        .standard(true),
                text("tui.notification_method", "How.")
                        .oneOf("auto", "osc9", "bel")
                        .standard("auto"),
                text("tui.notification_condition", "When.")
                        .oneOf("unfocused", "always")
                        .standard("unfocused"),
                bool("tui.animations", "Whether anything moves.").standard(true),
                text("tui.alternate_screen", "Whether a screen of its own is used.")
                        .oneOf("auto", "always", "never")
                        .standard("auto"),
                text("tui.theme", "Colours."),
                text("tui.keymap.*", "The key for an action."),
                texts("tui.status_line", "What the status line shows."),
                text("file_opener", "Which editor links lead to."),
                bool("hide_agent_reasoning", "Whether thoughts are hidden.").standard(false),
                bool("show_raw_agent_reasoning", "Whether raw thoughts are shown.").standard(false),
                bool("disable_paste_burst", "Whether fast typing counts as pasting.")
                        .withoutEffect(),
                bool("check_for_update_on_startup", "Cordon never looks for updates by itself.")
                        .withoutEffect(),
                bool("suppress_unstable_features_warning", "Cordon has no unstable features.")
                        .withoutEffect());
    }
}
