package dev.cordon.engine;

import dev.cordon.journal.Provenance;
import dev.cordon.policy.Policy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the decisions of a turn go back to: the instructions, the prompt, what is checked out.
/// Found out when the first decision of a turn wants it, and no sooner.
///
/// Safe for use by the threads of a turn's calls.
final class Background {
    private final Supplier<List<Item>> history;
    private final Supplier<Optional<String>> head;
    private final Supplier<String> backend;
    private final Map<String, String> tools = new ConcurrentHashMap<>();
    private volatile String prompt = "";
    private volatile Optional<String> checkpoint = Optional.empty();
    private volatile boolean performed;
    private @Nullable Turn turn;

    /// @param history of the conversation, with the instructions in it
    /// @param head the commit that is checked out
    /// @param backend what makes the boundary; asked when something was performed in it
    Background(
            Supplier<List<Item>> history,
            Supplier<Optional<String>> head,
            Supplier<String> backend) {
        this.history = history;
        this.head = head;
        this.backend = backend;
    }

    private record Turn(
            String charterDigest, Optional<String> promptDigest, Optional<String> commit) {}

    /// Another turn begins.
    synchronized void turnStarted() {
        turn = null;
        tools.clear();
    }

    /// What the user asked for.
    void prompt(String text) {
        prompt = text;
    }

    /// The workspace can be restored.
    void checkpoint(String reference) {
        checkpoint = Optional.of(reference);
    }

    /// The model called a tool.
    void called(CallId call, String tool) {
        tools.put(call.value(), tool);
    }

    /// Something ran, so it is known where.
    void performed() {
        performed = true;
    }

    /// What makes the boundary, once something ran in it.
    Optional<String> backend() {
        return performed ? Optional.of(backend.get()) : Optional.empty();
    }

    Provenance provenance(
            Action action,
            Policy policy,
            List<String> matched,
            Optional<Provenance.Answered> answered) {
        Turn now = turn();
        return new Provenance(
                Optional.ofNullable(tools.get(action.call().value())),
                Optional.of(now.charterDigest()),
                now.promptDigest(),
                now.commit(),
                checkpoint,
                policy.source().isEmpty() ? Optional.empty() : Optional.of(policy.source()),
                Optional.empty(),
                matched,
                backend(),
                answered);
    }

    private synchronized Turn turn() {
        Turn known = turn;
        if (known == null) {
            known =
                    new Turn(
                            charter(),
                            prompt.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(ActionDigest.sha256(prompt)),
                            head.get());
            turn = known;
        }
        return known;
    }

    /// All that is said to the model in the name of Cordon, the user's settings and the project.
    private String charter() {
        StringBuilder text = new StringBuilder();
        for (Item item : history.get()) {
            if (item instanceof Item.Context context) {
                text.append(context.kind()).append('\n');
                text.append(String.join("\n", context.parts())).append('\n');
            }
        }
        return ActionDigest.sha256(text.toString());
    }
}
