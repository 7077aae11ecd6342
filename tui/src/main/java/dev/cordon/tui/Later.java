package dev.cordon.tui;

import java.util.function.Consumer;

/// Work beside the UI.
final class Later {
    private Later() {}

    /// Does `work` on a thread of its own, and then `then` with what it gave on the UI's.
    ///
    /// @param fail told a sentence, on the UI's thread, if the work failed
    static <T> void start(
            Inbox inbox, UiContext.Work<T> work, Consumer<T> then, Consumer<String> fail) {
        Thread.ofPlatform()
                .daemon()
                .name("ui-work")
                .start(() -> {
                    try {
                        T found = work.get();
                        inbox.run(() -> then.accept(found));
                    } catch (Exception e) {
                        inbox.run(() -> fail.accept(String.valueOf(e.getMessage())));
                    }
                });
    }
}
