package dev.cordon.tui;

import dev.cordon.engine.EnvironmentContext;
import dev.cordon.engine.SessionLogException;
import dev.cordon.engine.SessionStore;
import dev.cordon.engine.SessionSummary;
import dev.cordon.engine.SessionText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sessions that can be taken up again, those of this folder first, each of them newest first.
///
/// @param branch of the folder now; empty if it is in no repository
/// @param open who has it open; empty if nobody
record SessionList(
        String id,
        String name,
        String prompt,
        Path file,
        Path folder,
        Optional<String> branch,
        Instant changed,
        int turns,
        String open) {

    /// Reading more takes longer than looking for one by name.
    static final int MAX_SESSIONS = 200;

    /// @param home where Cordon keeps its own files
    static List<SessionList> read(Path home, Path workspace) {
        List<SessionList> here = new ArrayList<>();
        List<SessionList> elsewhere = new ArrayList<>();
        for (SessionStore.Entry entry : new SessionStore(home).list()) {
            if (here.size() + elsewhere.size() == MAX_SESSIONS) {
                break;
            }
            SessionSummary summary = SessionSummary.of(entry);
            if (summary.started().isEmpty() || summary.turns() == 0) {
                continue;
            }
            Path folder = Path.of(summary.started().get().cwd());
            SessionList session =
                    new SessionList(
                            entry.id(),
                            summary.name().orElse(""),
                            summary.prompt(),
                            entry.file(),
                            folder,
                            EnvironmentContext.branchOf(folder),
                            summary.changed(),
                            summary.turns(),
                            summary.process());
            (folder.equals(workspace) ? here : elsewhere).add(session);
        }
        here.addAll(elsewhere);
        return here;
    }

    /// The last words of the session, newest last.
    List<String> lastWords(int maxLines) {
        List<String> said = new ArrayList<>();
        try {
            SessionText.read(
                    file,
                    one -> {
                        boolean words =
                                one.speaker() == SessionText.Speaker.USER
                                        || one.speaker() == SessionText.Speaker.ASSISTANT;
                        if (words) {
                            String who = one.speaker() == SessionText.Speaker.USER ? "> " : "  ";
                            said.add(who + Visible.line(one.text()));
                        }
                        if (said.size() > maxLines) {
                            said.removeFirst();
                        }
                    });
        } catch (SessionLogException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        return said;
    }
}
