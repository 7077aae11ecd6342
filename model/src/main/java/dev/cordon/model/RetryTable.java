package dev.cordon.model;

import static dev.cordon.model.Fault.Source.DISCONNECTED;
import static dev.cordon.model.Fault.Source.EVENT;
import static dev.cordon.model.Fault.Source.GARBAGE;
import static dev.cordon.model.Fault.Source.HTTP;
import static dev.cordon.model.Fault.Source.IDLE;
import static dev.cordon.model.Fault.Source.TLS;
import static dev.cordon.model.Fault.Source.UNREACHABLE;
import static dev.cordon.model.RetryTable.Action.PATIENT;
import static dev.cordon.model.RetryTable.Action.REFRESH;
import static dev.cordon.model.RetryTable.Action.RETRY;
import static dev.cordon.model.RetryTable.Action.RETRY_FEW;
import static dev.cordon.model.RetryTable.Action.STOP;

import dev.cordon.protocol.FailureKind;
import java.util.List;
import java.util.Locale;

/// What to do after a fault, as data: the first row that matches decides.
///
/// Codes stand above statuses, because providers send the same trouble with many statuses. The
/// words in a message are looked at only where providers have no code for it.
final class RetryTable {
    private static final List<Row> ROWS =
            List.of(
                    code(
                            "context_length_exceeded",
                            FailureKind.CONTEXT_WINDOW_EXCEEDED,
                            STOP,
                            "the conversation is longer than the model can read; compact it (/compact) or start a new session"),
                    words(
                            400,
                            "context length",
                            FailureKind.CONTEXT_WINDOW_EXCEEDED,
                            "the conversation is longer than the model can read; compact it (/compact) or start a new session"),
                    words(
                            400,
                            "context window",
                            FailureKind.CONTEXT_WINDOW_EXCEEDED,
                            "the conversation is longer than the model can read; compact it (/compact) or start a new session"),
                    words(
                            400,
                            "prompt is too long",
                            FailureKind.CONTEXT_WINDOW_EXCEEDED,
                            "the conversation is longer than the model can read; compact it (/compact) or start a new session"),
                    words(
                            400,
                            "exceed_context_size",
                            FailureKind.CONTEXT_WINDOW_EXCEEDED,
                            "the conversation is longer than the model can read; compact it (/compact) or start a new session"),
                    code(
                            "cyber_policy",
                            FailureKind.CYBER_POLICY,
                            STOP,
                            "the provider refused this as cyber security risk; the request was not sent again"),
                    code(
                            "bio_policy",
                            FailureKind.SAFETY_POLICY,
                            STOP,
                            "the provider refused this by its biology policy; the request was not sent again"),
                    code(
                            "misalignment_policy_violation",
                            FailureKind.SAFETY_POLICY,
                            STOP,
                            "the provider stopped the model by its safety policy; the request was not sent again"),
                    code(
                            "content_policy_violation",
                            FailureKind.SAFETY_POLICY,
                            STOP,
                            "the provider refused this by its content policy; the request was not sent again"),
                    code(
                            "invalid_prompt",
                            FailureKind.SAFETY_POLICY,
                            STOP,
                            "the provider refused the prompt; change what is asked for"),
                    code(
                            "refusal",
                            FailureKind.REFUSED_BY_MODEL,
                            STOP,
                            "the model declined; change what is asked for"),
                    code(
                            "content_filter",
                            FailureKind.CONTENT_FILTER,
                            STOP,
                            "the provider's content filter cut the answer; change what is asked for"),
                    code(
                            "usage_limit_reached",
                            FailureKind.USAGE_LIMIT,
                            STOP,
                            "the plan's limit is spent; wait until it resets, or use another key or provider"),
                    code(
                            "insufficient_quota",
                            FailureKind.USAGE_LIMIT,
                            STOP,
                            "the account has no credit left; check plan and billing at the provider"),
                    code(
                            "usage_not_included",
                            FailureKind.USAGE_LIMIT,
                            STOP,
                            "the plan does not include this model; choose another with -m"),
                    code(
                            "billing_error",
                            FailureKind.USAGE_LIMIT,
                            STOP,
                            "the account has a billing problem; look at the provider's console"),
                    code(
                            "model_not_found",
                            FailureKind.MODEL_NOT_FOUND,
                            STOP,
                            "the provider does not know the model; choose another with -m or correct `model` in config.toml"),
                    words(
                            404,
                            "model",
                            FailureKind.MODEL_NOT_FOUND,
                            "the provider does not know the model; choose another with -m or correct `model` in config.toml"),
                    code(
                            "server_is_overloaded",
                            FailureKind.OVERLOADED,
                            RETRY_FEW,
                            "the model is at capacity; try again later or choose another with -m"),
                    code(
                            "overloaded_error",
                            FailureKind.OVERLOADED,
                            RETRY,
                            "the provider is overloaded; try again later"),
                    code(
                            "slow_down",
                            FailureKind.OVERLOADED,
                            RETRY,
                            "the provider asks to slow down; try again later"),
                    code(
                            "rate_limit_exceeded",
                            FailureKind.RATE_LIMITED,
                            RETRY,
                            "there are too many requests or tokens a minute; try again later or raise the limit at the provider"),
                    code(
                            "rate_limit_error",
                            FailureKind.RATE_LIMITED,
                            RETRY,
                            "there are too many requests or tokens a minute; try again later or raise the limit at the provider"),
                    event(
                            "authentication_error",
                            FailureKind.UNAUTHORIZED,
                            STOP,
                            "the key was not accepted; check it with `cordon login status`"),
                    event(
                            "permission_error",
                            FailureKind.FORBIDDEN,
                            STOP,
                            "the key may not do this; ask the administrator of the account"),
                    event(
                            "not_found_error",
                            FailureKind.MODEL_NOT_FOUND,
                            STOP,
                            "the provider does not know the model; choose another with -m"),
                    event(
                            "invalid_request_error",
                            FailureKind.BAD_REQUEST,
                            STOP,
                            "the provider does not accept the request"),
                    event(
                            "request_too_large",
                            FailureKind.REQUEST_TOO_LARGE,
                            STOP,
                            "the request is too large; compact the conversation (/compact) or leave pictures out"),
                    status(
                            301,
                            308,
                            FailureKind.CONFIGURATION,
                            STOP,
                            "the address moved, and a key is never sent on; correct base_url"),
                    status(
                            400,
                            400,
                            FailureKind.BAD_REQUEST,
                            STOP,
                            "the provider does not accept the request"),
                    status(
                            401,
                            401,
                            FailureKind.UNAUTHORIZED,
                            REFRESH,
                            "the key was not accepted; set another one or run `cordon login --with-api-key`"),
                    status(
                            402,
                            402,
                            FailureKind.USAGE_LIMIT,
                            STOP,
                            "the account has a billing problem; look at the provider's console"),
                    status(
                            403,
                            403,
                            FailureKind.FORBIDDEN,
                            STOP,
                            "the key may not use this model or the network blocks the provider; ask the administrator"),
                    status(
                            404,
                            404,
                            FailureKind.NOT_FOUND,
                            STOP,
                            "there is nothing at this address; check base_url and wire_api of the provider"),
                    status(
                            407,
                            407,
                            FailureKind.CONFIGURATION,
                            STOP,
                            "the proxy wants a password; put it into HTTPS_PROXY as http://user:password@host:port"),
                    status(
                            408,
                            408,
                            FailureKind.SERVER_ERROR,
                            RETRY,
                            "the provider timed out; try again later"),
                    status(
                            409,
                            409,
                            FailureKind.SERVER_ERROR,
                            RETRY,
                            "the provider reports a conflict; try again later"),
                    status(
                            413,
                            413,
                            FailureKind.REQUEST_TOO_LARGE,
                            STOP,
                            "the request is too large; compact the conversation (/compact) or leave pictures out"),
                    status(
                            422,
                            422,
                            FailureKind.BAD_REQUEST,
                            STOP,
                            "the provider does not accept the request"),
                    status(
                            425,
                            425,
                            FailureKind.SERVER_ERROR,
                            RETRY,
                            "the provider is not ready; try again later"),
                    status(
                            429,
                            429,
                            FailureKind.RATE_LIMITED,
                            RETRY,
                            "there are too many requests or tokens a minute; try again later or raise the limit at the provider"),
                    status(
                            300,
                            499,
                            FailureKind.BAD_REQUEST,
                            STOP,
                            "the provider does not accept the request"),
                    status(
                            503,
                            503,
                            FailureKind.OVERLOADED,
                            RETRY,
                            "the provider is overloaded; try again later"),
                    status(
                            529,
                            529,
                            FailureKind.OVERLOADED,
                            RETRY,
                            "the provider is overloaded; try again later"),
                    status(
                            500,
                            599,
                            FailureKind.SERVER_ERROR,
                            RETRY,
                            "the provider has trouble; try again later"),
                    source(
                            HTTP,
                            FailureKind.BAD_STREAM,
                            STOP,
                            "this is no answer of a model; check base_url and the proxy"),
                    source(
                            TLS,
                            FailureKind.TLS,
                            STOP,
                            "the connection is not safe; if your organisation has its own certificates, name them in CORDON_CA_CERTIFICATE"),
                    source(
                            UNREACHABLE,
                            FailureKind.CONNECTION_FAILED,
                            PATIENT,
                            "check the network, base_url and the proxy, or start the local server"),
                    source(
                            DISCONNECTED,
                            FailureKind.STREAM_DISCONNECTED,
                            RETRY,
                            "the connection broke before the answer was complete; try again"),
                    source(
                            IDLE,
                            FailureKind.IDLE_TIMEOUT,
                            RETRY,
                            "nothing came for too long; try again or raise stream_idle_timeout_ms"),
                    source(
                            GARBAGE,
                            FailureKind.BAD_STREAM,
                            STOP,
                            "the answer cannot be used; check base_url and wire_api of the provider"),
                    source(
                            EVENT,
                            FailureKind.SERVER_ERROR,
                            RETRY,
                            "the provider has trouble; try again later"));

    private RetryTable() {}

    /// The row for a fault.
    static Row rowFor(Fault fault) {
        for (Row row : ROWS) {
            if (row.matches(fault)) {
                return row;
            }
        }
        throw new IllegalStateException("the table has no row for " + fault.source());
    }

    /// What to do.
    enum Action {
        STOP,
        /// Again with growing delays, at most as often as the provider's settings say.
        RETRY,
        /// As `RETRY`, but three times at most.
        RETRY_FEW,
        /// Again for as long as {@link RetryLimits#unreachableMillis()}.
        PATIENT,
        /// Once more with a fresh credential, if it can be refreshed.
        REFRESH
    }

    /// One line of the table.
    ///
    /// @param code empty for any
    /// @param words empty for any; else lower-case words of the message
    /// @param advice what happened and what to do
    record Row(
            Match match,
            String code,
            String words,
            int fromStatus,
            int toStatus,
            FailureKind kind,
            Action action,
            String advice) {

        boolean matches(Fault fault) {
            boolean source =
                    switch (match) {
                        case Match.Any _ -> true;
                        case Match.Only(Fault.Source only) -> fault.source() == only;
                    };
            return source
                    && (code.isEmpty() || code.equals(fault.code()))
                    && (toStatus == 0
                            || (fault.status() >= fromStatus && fault.status() <= toStatus))
                    && (words.isEmpty()
                            || fault.message().toLowerCase(Locale.ROOT).contains(words)
                            || fault.code().contains(words));
        }
    }

    /// Which sources a row is for.
    sealed interface Match {
        record Any() implements Match {}

        record Only(Fault.Source source) implements Match {}
    }

    private static Row code(String code, FailureKind kind, Action action, String advice) {
        return new Row(new Match.Any(), code, "", 0, 0, kind, action, advice);
    }

    private static Row event(String code, FailureKind kind, Action action, String advice) {
        return new Row(new Match.Only(EVENT), code, "", 0, 0, kind, action, advice);
    }

    private static Row words(int status, String words, FailureKind kind, String advice) {
        return new Row(new Match.Only(HTTP), "", words, status, status, kind, STOP, advice);
    }

    private static Row status(int from, int to, FailureKind kind, Action action, String advice) {
        return new Row(new Match.Only(HTTP), "", "", from, to, kind, action, advice);
    }

    private static Row source(Fault.Source source, FailureKind kind, Action action, String advice) {
        return new Row(new Match.Only(source), "", "", 0, 0, kind, action, advice);
    }
}
