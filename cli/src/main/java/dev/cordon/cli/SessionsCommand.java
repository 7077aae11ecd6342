package dev.cordon.cli;

import dev.cordon.engine.SessionExport;
import dev.cordon.engine.SessionSearch;
import dev.cordon.engine.SessionStore;
import dev.cordon.engine.SessionSummary;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cordon sessions`: what was done before.
@Command(
        name = "sessions",
        description = "List, show, search and keep sessions.",
        mixinStandardHelpOptions = true)
final class SessionsCommand {
    private static final int PROMPT_CHARS = 60;
    private static final int SHOWN_OUTPUT_LINES = 10;

    static CommandLine tree(Host host) {
        return new CommandLine(new SessionsCommand())
                .addSubcommand(new ListThem(host))
                .addSubcommand(new Show(host))
                .addSubcommand(new Search(host))
                .addSubcommand(new Export(host))
                .addSubcommand(new SessionsKeepCommands.Stop(host))
                .addSubcommand(new SessionsKeepCommands.Rename(host))
                .addSubcommand(new SessionsKeepCommands.Archive(host))
                .addSubcommand(new SessionsKeepCommands.Unarchive(host))
                .addSubcommand(new SessionsKeepCommands.Delete(host))
                .addSubcommand(new SessionsKeepCommands.Repair(host));
    }

    static SessionStore store(Host host) {
        return new SessionStore(host.cordonHome().toAbsolutePath());
    }

    /// The sessions that run in the background, with how they do.
    private static Map<String, String> running(Host host) {
        Map<String, String> running = new HashMap<>();
        HostLink.own(host).sessions().forEach(r -> running.put(r.session(), r.state()));
        return running;
    }

    private static Json.Obj json(SessionSummary summary, Map<String, String> running) {
        Json.ObjBuilder out =
                Json.object()
                        .put("id", summary.entry().id())
                        .putText("name", summary.name())
                        .put("file", summary.entry().file().toString())
                        .put("changed", Timestamp.write(summary.changed()))
                        .put("turns", summary.turns())
                        .put("archived", summary.entry().archived())
                        .put("prompt", summary.prompt());
        summary.started()
                .ifPresent(s ->
                        out.put("cwd", s.cwd())
                                .put("provider", s.provider())
                                .put("model", s.model())
                                .putText("forked_from", s.forkedFrom().map(id -> id.value())));
        String background = running.getOrDefault(summary.entry().id(), "");
        if (!background.isEmpty()) {
            out.put("background", background);
        }
        if (!summary.process().isEmpty()) {
            out.put("process", summary.process());
        }
        if (!summary.problem().isEmpty()) {
            out.put("problem", summary.problem());
        }
        return out.build();
    }

    @Command(
            name = "list",
            description = "List sessions, the one used last first.",
            mixinStandardHelpOptions = true)
    static final class ListThem implements Callable<Integer> {
        private final Host host;

        @Option(names = "--here", description = "Only those of this directory.")
        private boolean here;

        @Option(names = "--archived", description = "Archived ones too.")
        private boolean archived;

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                description = "At most N; 0 for all. Default: ${DEFAULT-VALUE}.")
        private int limit = 30;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        ListThem(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            SessionStore store = store(host);
            Map<String, String> running = running(host);
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("ID", "USED", "TURNS", "NAME", "FOLDER", "FIRST PROMPT"));
            int shown = 0;
            for (SessionStore.Entry entry : archived ? store.all() : store.list()) {
                if (limit > 0 && shown == limit) {
                    host.say("More are there; --limit 0 shows all.");
                    break;
                }
                SessionSummary summary = SessionSummary.of(entry);
                String cwd = summary.started().map(s -> s.cwd()).orElse("");
                if (here && !cwd.equals(host.directory().toString())) {
                    continue;
                }
                shown++;
                if (json) {
                    host.out().line(JsonText.write(json(summary, running)));
                } else {
                    rows.add(row(summary, cwd, running));
                }
            }
            if (!json) {
                Printable.table(rows).forEach(host.out()::line);
                HostLink.own(host).describe().ifPresent(host::say);
            }
            return ExitCode.DONE.code();
        }

        private static List<String> row(
                SessionSummary summary, String cwd, Map<String, String> running) {
            String background = running.getOrDefault(summary.entry().id(), "");
            String state = background.isEmpty() ? "" : "background, " + background + " ";
            state += summary.entry().archived() ? "archived " : "";
            state +=
                    summary.process().isEmpty() || !background.isEmpty()
                            ? ""
                            : "open in " + summary.process() + " ";
            state += summary.problem().isEmpty() ? "" : "damaged ";
            return List.of(
                    summary.entry().id(),
                    Timestamp.write(summary.changed()).substring(0, 16).replace('T', ' '),
                    Integer.toString(summary.turns()),
                    summary.name().map(name -> Printable.line(name, 30)).orElse("-"),
                    Printable.line(cwd, 40),
                    state + Printable.line(summary.prompt(), PROMPT_CHARS));
        }
    }

    @Command(
            name = "show",
            description = "Show what was said in a session.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "SESSION", description = "Id, beginning of an id, or name.")
        private String session = "";

        @Option(names = "--full", description = "Outputs of tools in full.")
        private boolean full;

        @Option(names = "--json", description = "What the list shows, as JSON.")
        private boolean json;

        Show(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            SessionSummary summary = SessionSummary.of(store(host).findAny(session));
            if (!summary.problem().isEmpty()) {
                host.say("cordon: " + summary.problem());
            }
            if (json) {
                host.out().line(JsonText.write(json(summary, running(host))));
            } else if (summary.problem().isEmpty()) {
                SessionExport.markdown(
                        summary,
                        full ? Integer.MAX_VALUE : SHOWN_OUTPUT_LINES,
                        line -> host.out().line(Printable.text(line)));
            }
            return summary.problem().isEmpty() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
        }
    }

    @Command(
            name = "search",
            description = "Find words in all sessions.",
            mixinStandardHelpOptions = true)
    static final class Search implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "WORD", arity = "1..*", description = "All of them must stand.")
        private List<String> words = List.of();

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                description = "At most N places. Default: ${DEFAULT-VALUE}.")
        private int limit = 20;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        Search(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            SessionSearch.Found found =
                    new SessionSearch(host.cordonHome().toAbsolutePath())
                            .search(String.join(" ", words), Math.max(1, limit));
            found.note().ifPresent(note -> host.say("cordon: " + note));
            for (SessionSearch.Hit hit : found.hits()) {
                String speaker = hit.speaker().name().toLowerCase(Locale.ROOT);
                host.out()
                        .line(
                                json
                                        ? JsonText.write(
                                                Json.object()
                                                        .put("id", hit.session())
                                                        .put("turn", hit.turn())
                                                        .put("speaker", speaker)
                                                        .put("excerpt", hit.excerpt())
                                                        .build())
                                        : hit.session()
                                                + "  turn "
                                                + hit.turn()
                                                + "  "
                                                + speaker
                                                + "  "
                                                + Printable.line(hit.excerpt(), 160));
            }
            return found.hits().isEmpty() ? ExitCode.FAILED.code() : ExitCode.DONE.code();
        }
    }

    @Command(
            name = "export",
            description = "Print a session as JSON lines or Markdown.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        /// How a session is written.
        enum Format {
            JSONL,
            MARKDOWN
        }

        private final Host host;

        @Parameters(paramLabel = "SESSION", description = "Id, beginning of an id, or name.")
        private String session = "";

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        private Format format = Format.JSONL;

        Export(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            SessionStore.Entry entry = store(host).findAny(session);
            switch (format) {
                case JSONL -> SessionExport.jsonLines(entry.file(), host.out()::line);
                case MARKDOWN ->
                        SessionExport.markdown(
                                SessionSummary.of(entry), Integer.MAX_VALUE, host.out()::line);
            }
            return ExitCode.DONE.code();
        }
    }
}
