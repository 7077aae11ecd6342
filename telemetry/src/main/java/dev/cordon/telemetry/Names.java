package dev.cordon.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/// Every name that leaves this module, in one place.
///
/// `gen_ai.*` are those of the OpenTelemetry conventions for generative AI as of October 2026,
/// which are in development and still change; alerts should stand on `cordon.*`, which do not.
///
/// @see <a href="https://github.com/open-telemetry/semantic-conventions-genai">Conventions</a>
final class Names {
    static final String SCOPE = "dev.cordon";
    static final String AGENT = "cordon";

    static final AttributeKey<String> OPERATION = text("gen_ai.operation.name");
    static final AttributeKey<String> AGENT_NAME = text("gen_ai.agent.name");
    static final AttributeKey<String> PROVIDER = text("gen_ai.provider.name");
    static final AttributeKey<String> CONVERSATION = text("gen_ai.conversation.id");
    static final AttributeKey<String> REQUEST_MODEL = text("gen_ai.request.model");
    static final AttributeKey<String> RESPONSE_MODEL = text("gen_ai.response.model");
    static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
    static final AttributeKey<Double> FIRST_CHUNK =
            AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
    static final AttributeKey<Long> INPUT = number("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT = number("gen_ai.usage.output_tokens");
    static final AttributeKey<Long> CACHE_READ = number("gen_ai.usage.cache_read.input_tokens");
    static final AttributeKey<Long> CACHE_WRITE = number("gen_ai.usage.cache_write.input_tokens");
    static final AttributeKey<Long> REASONING = number("gen_ai.usage.reasoning.output_tokens");
    static final AttributeKey<String> TOOL = text("gen_ai.tool.name");
    static final AttributeKey<String> TOOL_CALL = text("gen_ai.tool.call.id");
    static final AttributeKey<String> TOOL_TYPE = text("gen_ai.tool.type");
    static final AttributeKey<String> TOOL_ARGUMENTS = text("gen_ai.tool.call.arguments");
    static final AttributeKey<String> TOOL_RESULT = text("gen_ai.tool.call.result");
    static final AttributeKey<String> INPUT_MESSAGES = text("gen_ai.input.messages");
    static final AttributeKey<String> OUTPUT_MESSAGES = text("gen_ai.output.messages");
    static final AttributeKey<String> MODALITY = text("gen_ai.token.modality");
    static final AttributeKey<String> ERROR = text("error.type");
    static final AttributeKey<String> SERVER = text("server.address");
    static final AttributeKey<Long> PORT = number("server.port");
    static final AttributeKey<String> METHOD = text("http.request.method");
    static final AttributeKey<Long> EXIT_CODE = number("process.exit.code");
    static final AttributeKey<String> EXECUTABLE = text("process.executable.name");

    static final AttributeKey<String> EVENT = text("event.name");
    static final AttributeKey<Long> EVENT_SEQUENCE = number("event.sequence");
    static final AttributeKey<String> SESSION = text("session.id");
    static final AttributeKey<String> TURN = text("cordon.turn.id");
    static final AttributeKey<String> CALL = text("cordon.call.id");
    static final AttributeKey<String> ACTION = text("cordon.action.kind");
    static final AttributeKey<String> VERDICT = text("cordon.verdict");
    static final AttributeKey<String> RULE = text("cordon.rule.id");
    static final AttributeKey<String> LAYER = text("cordon.policy.layer");
    static final AttributeKey<String> SOURCE = text("cordon.policy.source");
    static final AttributeKey<String> REASON = text("cordon.reason");
    static final AttributeKey<String> BY = text("cordon.approver");
    static final AttributeKey<String> GRANT_SCOPE = text("cordon.grant.scope");
    static final AttributeKey<Long> WAIT_MILLIS = number("cordon.wait_ms");
    static final AttributeKey<String> STATUS = text("cordon.status");
    static final AttributeKey<String> OUTCOME = text("cordon.outcome");
    static final AttributeKey<Long> DURATION_MILLIS = number("cordon.duration_ms");
    static final AttributeKey<Long> OUTPUT_BYTES = number("cordon.output.bytes");
    static final AttributeKey<Long> FILES_CHANGED = number("cordon.files.changed");
    static final AttributeKey<Long> DENIALS = number("cordon.sandbox.denials");
    static final AttributeKey<Long> MICRO_DOLLARS = number("cordon.cost.micro_dollars");

    private Names() {}

    static AttributeKey<String> text(String name) {
        return AttributeKey.stringKey(name);
    }

    static AttributeKey<Long> number(String name) {
        return AttributeKey.longKey(name);
    }
}
