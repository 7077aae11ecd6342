package dev.cordon.policy;

import static dev.cordon.policy.ConfigKeys.bool;
import static dev.cordon.policy.ConfigKeys.integer;
import static dev.cordon.policy.ConfigKeys.number;
import static dev.cordon.policy.ConfigKeys.path;
import static dev.cordon.policy.ConfigKeys.text;
import static dev.cordon.policy.ConfigKeys.texts;

import dev.cordon.policy.ConfigKey.Repository;
import java.util.List;

/// The keys about models, providers, instructions and budgets.
final class ModelKeys {
    private static final String[] EFFORTS = {
        "none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra", "persistent"
    };

    private ModelKeys() {}

    static List<ConfigKey> all() {
        return List.of(
                text("model", "The model that does the work.").free(),
                text(
                                "model_provider",
                                "Which provider answers; a name of model_providers or built in.")
                        .standard("openai"),
                text("openai_base_url", "Another address for the built-in provider openai."),
                text("oss_provider", "The local provider for --oss.").oneOf("lmstudio", "ollama"),
                integer("model_context_window", "Context window of the model in tokens.").free(),
                integer(
                                "model_auto_compact_token_limit",
                                "The history is compacted when it passes this many tokens.")
                        .free(),
                text("model_auto_compact_token_limit_scope", "What counts towards that limit.")
                        .oneOf("total", "body_after_prefix")
                        .standard("total")
                        .free(),
                text("model_reasoning_effort", "How long the model may think.")
                        .oneOf(EFFORTS)
                        .free(),
                text("model_reasoning_summary", "How the model's thoughts are summed up.")
                        .oneOf("auto", "concise", "detailed", "none")
                        .standard("auto")
                        .free(),
                text("model_verbosity", "How much the model writes.")
                        .oneOf("low", "medium", "high")
                        .free(),
                bool(
                                "model_supports_reasoning_summaries",
                                "Says that the model can sum up its thoughts.")
                        .free(),
                text("review_model", "The model for code review; the same model if unset.").free(),
                text("plan_mode_reasoning_effort", "How long the model may think while it plans.")
                        .oneOf(EFFORTS)
                        .free(),
                path("model_instructions_file", "A file that replaces the built-in instructions."),
                path("model_catalog_json", "A file with properties of models."),
                text("service_tier", "The provider's service tier.").oneOf("fast", "flex"),
                text("on_reroute", "What happens when the provider answers with another model.")
                        .oneOf("stop", "ask", "continue")
                        .standard("continue")
                        .repository(Repository.STRICTER_WORD),
                text(
                        "safety_identifier",
                        "Sent to the provider instead of a hash of the user name."),
                text("personality", "Tone of the answers.")
                        .oneOf("none", "friendly", "pragmatic")
                        .withoutEffect(),
                text("model_providers.*.name", "Name for people."),
                text("model_providers.*.base_url", "Address of the API."),
                text("model_providers.*.env_key", "The environment variable that holds the key."),
                text("model_providers.*.env_key_instructions", "How to get a key."),
                text("model_providers.*.experimental_bearer_token", "A token; prefer env_key."),
                text("model_providers.*.wire_api", "The protocol.")
                        .oneOf("responses", "chat", "messages"),
                text("model_providers.*.http_headers.*", "A header that is always sent."),
                text(
                        "model_providers.*.env_http_headers.*",
                        "A header with its value in a variable."),
                text("model_providers.*.query_params.*", "A query parameter that is always sent."),
                text("model_providers.*.auth.command", "A program that prints a bearer token."),
                texts("model_providers.*.auth.args", "Its arguments."),
                path("model_providers.*.auth.cwd", "Its working directory."),
                integer("model_providers.*.auth.timeout_ms", "How long it may take."),
                integer(
                        "model_providers.*.auth.refresh_interval_ms",
                        "How long a token is used; 0 means until it is refused."),
                text("model_providers.*.aws.profile", "The AWS profile that signs requests.")
                        .withoutEffect(),
                text("model_providers.*.aws.region", "The AWS region.").withoutEffect(),
                bool(
                        "model_providers.*.requires_openai_auth",
                        "Whether it takes the OpenAI login."),
                integer("model_providers.*.request_max_retries", "How often a request is retried."),
                integer("model_providers.*.stream_max_retries", "How often a stream is resumed."),
                integer(
                        "model_providers.*.stream_idle_timeout_ms",
                        "How long a stream may be silent."),
                bool("model_providers.*.supports_websockets", "Whether it takes WebSockets.")
                        .withoutEffect(),
                integer("model_providers.*.websocket_connect_timeout_ms", "Time to connect.")
                        .withoutEffect(),
                text("instructions", "Instructions beside the built-in ones."),
                text("developer_instructions", "Text added as a developer message."),
                text("compact_prompt", "Replaces the prompt that sums up a long history."),
                integer("project_doc_max_bytes", "How much of AGENTS.md files is read.")
                        .standard(32_768)
                        .repository(Repository.SMALLER),
                texts("project_doc_fallback_filenames", "Read where there is no AGENTS.md.")
                        .none()
                        .free(),
                texts("project_root_markers", "A folder that has one of these is a project root.")
                        .standard(dev.cordon.protocol.Json.texts(List.of(".git"))),
                bool("include_environment_context", "Tells the model the folder, shell and date.")
                        .standard(true)
                        .free(),
                bool("include_permissions_instructions", "Tells the model what it may do.")
                        .standard(true),
                text("commit_attribution", "The co-author line of commits.").free(),
                number(
                                "limits.max_session_cost",
                                "A session stops when it has cost this many dollars.")
                        .repository(Repository.SMALLER),
                integer("limits.max_session_tokens", "A session stops after this many tokens.")
                        .repository(Repository.SMALLER),
                integer("limits.max_session_seconds", "A session stops after this time.")
                        .repository(Repository.SMALLER),
                integer("limits.max_turn_rounds", "A turn stops after this many model answers.")
                        .repository(Repository.SMALLER));
    }
}
