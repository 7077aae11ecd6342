package dev.cordon.engine;

import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelEvent;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Usage;

/// Collects the one message of a reviewer's model. Anything else that comes is a failure: a call of
/// a tool that was never offered, another model than the one that was chosen, an answer cut short.
final class ReviewStream implements ModelClient.Listener {
    private final StringBuilder text = new StringBuilder();
    private Usage usage = Usage.UNKNOWN;
    private String failure = "";

    @Override
    public void on(ModelEvent event) {
        switch (event) {
            case ModelEvent.ItemDone(_, Item.AssistantMessage message) -> {
                if (text.length() <= ReviewAnswer.MAX_ANSWER_CHARS) {
                    text.append(message.text());
                }
            }
            case ModelEvent.ItemDone(_, Item.ToolCall call) ->
                    fail("it called the tool " + call.name() + ", and it has none");
            case ModelEvent.Rerouted(String asked, String answered, String reason) ->
                    fail(answered + " answered instead of " + asked + ": " + reason);
            case ModelEvent.Failed failed -> fail(failed.message());
            case ModelEvent.Completed(Usage spent, ModelEvent.Stop stop, _) -> {
                usage = spent;
                if (stop != ModelEvent.Stop.DONE) {
                    fail("its answer was not finished");
                }
            }
            case ModelEvent.ItemDone _,
                    ModelEvent.Started _,
                    ModelEvent.TextDelta _,
                    ModelEvent.ReasoningDelta _,
                    ModelEvent.ToolInputDelta _,
                    ModelEvent.Retrying _ -> {}
        }
    }

    private void fail(String why) {
        if (failure.isEmpty()) {
            failure = why;
        }
    }

    /// Whether trying again would be of no use.
    boolean isFinal() {
        return !failure.isEmpty();
    }

    String failure() {
        return failure;
    }

    String text() {
        return text.toString();
    }

    Usage usage() {
        return usage;
    }
}
