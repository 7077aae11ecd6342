package dev.cordon.tui;

import dev.cordon.engine.Approver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// Asks what must be known before the first session, and opens the session then. A question that is
/// left with Esc stays open for the next start.
final class SetupFlow implements SessionOpener {
    private static final String NONE = "";

    private final SessionOpener opener;
    private final FirstRun firstRun;
    private final UiContext ui;
    private final Consumer<Runnable> onUi;

    /// @param onUi runs something on the UI's thread
    SetupFlow(SessionOpener opener, FirstRun firstRun, UiContext ui, Consumer<Runnable> onUi) {
        this.opener = opener;
        this.firstRun = firstRun;
        this.ui = ui;
        this.onUi = onUi;
    }

    @Override
    public Opened open(Start start, Approver approver, Watcher watcher) {
        FirstRun.Needs needs = firstRun.needs();
        if (!needs.providers().isEmpty() || needs.project().isPresent()) {
            CountDownLatch answered = new CountDownLatch(1);
            onUi.accept(() -> provider(needs, answered::countDown));
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The set-up was stopped.", e);
            }
        }
        return opener.open(start, approver, watcher);
    }

    private void provider(FirstRun.Needs needs, Runnable done) {
        Runnable next = () -> project(needs, done);
        if (needs.providers().isEmpty()) {
            next.run();
            return;
        }
        List<Picker.Choice> choices = new ArrayList<>();
        for (FirstRun.Provider provider : needs.providers()) {
            String detail =
                    provider.variables().isEmpty()
                            ? "no key; it runs where you say, usually here"
                            : "or set " + String.join(" or ", provider.variables());
            choices.add(new Picker.Choice(provider.id(), provider.name(), detail));
        }
        choices.add(new Picker.Choice(NONE, "No model", "only the built-in repair engine"));
        ui.open(
                new OptionalPanel(
                        new Picker(
                                "Welcome. Whose model should Cordon use?",
                                choices,
                                choice -> chosen(needs, choice.value(), next)),
                        next));
    }

    private void chosen(FirstRun.Needs needs, String id, Runnable next) {
        if (id.equals(NONE)) {
            beside(firstRun::useNone, next);
            return;
        }
        for (FirstRun.Provider provider : needs.providers()) {
            if (!provider.id().equals(id)) {
                continue;
            }
            if (provider.variables().isEmpty()) {
                model(provider, "", next);
            } else {
                key(provider, next);
            }
        }
    }

    private void key(FirstRun.Provider provider, Runnable next) {
        ui.open(
                new EntryPanel(
                        "The API key of " + provider.name() + " (kept readable by you only)",
                        EntryPanel.Shown.HIDDEN,
                        "",
                        key -> model(provider, key, next),
                        next));
    }

    private void model(FirstRun.Provider provider, String key, Runnable next) {
        ui.open(
                new EntryPanel(
                        "Which model of " + provider.name() + "?",
                        EntryPanel.Shown.PLAIN,
                        provider.model(),
                        model -> beside(() -> firstRun.use(provider.id(), key, model), next),
                        next));
    }

    private void project(FirstRun.Needs needs, Runnable done) {
        if (needs.project().isEmpty()) {
            done.run();
            return;
        }
        FirstRun.Project project = needs.project().get();
        List<String> lines = new ArrayList<>();
        lines.add(project.reason());
        project.files().forEach(file -> lines.add("  " + file));
        lines.add("They may only tighten what you have set. When they change you are asked again.");
        TextBlock settings = new TextBlock("Settings of " + project.root(), lines);
        ui.print(columns -> TurnView.spaced(settings.rows(columns)));
        ui.open(
                new OptionalPanel(
                        new Picker(
                                "May the settings of this project count?",
                                List.of(
                                        new Picker.Choice("no", "No", "they are ignored"),
                                        new Picker.Choice("yes", "Yes", "as they are now")),
                                choice ->
                                        beside(
                                                () ->
                                                        firstRun.trust(
                                                                choice.value().equals("yes")
                                                                        ? FirstRun.Trust.YES
                                                                        : FirstRun.Trust.NO),
                                                done)),
                        done));
    }

    /// Keeps an answer beside the UI and goes on whatever comes of it.
    private void beside(Runnable work, Runnable next) {
        ui.later(
                () -> {
                    try {
                        work.run();
                        return "";
                    } catch (RuntimeException e) {
                        return String.valueOf(e.getMessage());
                    }
                },
                problem -> {
                    if (!problem.isEmpty()) {
                        ui.fail(problem);
                    }
                    next.run();
                });
    }
}
