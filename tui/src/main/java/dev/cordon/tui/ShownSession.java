package dev.cordon.tui;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What events do to what is shown: to the state, the blocks, the panels, and to who looks
/// elsewhere. Belongs to the UI's thread.
final class ShownSession {
    private final UiContext ui;
    private final TurnView view;
    private final Panels panels;
    private final Around around;
    private final Announcer announcer;
    private final List<String> unsent = new ArrayList<>();
    private Optional<String> lastMessage = Optional.empty();
    private long turnStartedNanos;

    ShownSession(UiContext ui, TurnView view, Panels panels, Around around, Announcer announcer) {
        this.ui = ui;
        this.view = view;
        this.panels = panels;
        this.around = around;
        this.announcer = announcer;
    }

    /// Text was sent.
    void sent(String text) {
        unsent.add(text);
    }

    /// Text that was sent and is not in the history yet.
    List<String> unsent() {
        return List.copyOf(unsent);
    }

    /// There is no session any more that could take it.
    void unsentIsLost() {
        unsent.clear();
    }

    /// The last message of the model.
    Optional<String> lastMessage() {
        return lastMessage;
    }

    long turnStartedNanos() {
        return turnStartedNanos;
    }

    /// @param focus where the user looks
    void take(Event event, Notifier.Focus focus, long nowNanos) {
        ui.state().apply(event);
        switch (event) {
            case Event.TurnStarted _ -> turnStartedNanos = nowNanos;
            case Event.Asked asked -> {
                panels.questions().asked(asked.question());
                announcer.asks(ui.state(), focus);
            }
            case Event.Answered answered -> panels.questions().answered(answered.questionId());
            case Event.InputRequested asked -> {
                panels.open(
                        new InputPanel(
                                asked,
                                replies -> ui.submit(new Op.GiveInput(asked.request(), replies))));
                announcer.asks(ui.state(), focus);
            }
            case Event.InputGiven given -> panels.closeInput(given.request());
            case Event.TurnEnded(_, var outcome, _) -> {
                announcer.ended(outcome, ui.state(), focus);
                panels.turnEnded();
                around.look();
            }
            // The first command shows what the boundary is made of.
            case Event.ActionFinished _ -> around.look();
            // What was added to a turn that takes nothing waits for the next one.
            case Event.Queued(_, List<Content> content) ->
                    unsent.remove(new Item.UserMessage(content).text());
            case Event.ItemAdded(Item.UserMessage message) -> unsent.remove(message.text());
            case Event.ItemAdded(Item.AssistantMessage message) ->
                    lastMessage = Optional.of(message.text());
            default -> {
                // Shown by the view.
            }
        }
        view.apply(event, nowNanos);
    }
}
