package dev.cordon.tui;

import dev.cordon.engine.McpServer;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A UI without a terminal: writes down what a command did, one line each, and chooses what it was
/// told to.
final class RecordingUi implements UiContext {
    /// A session that does nothing and lacks nothing.
    static final LiveSession IDLE = idle(Optional::empty);

    /// @param degraded what its boundary lacks
    static LiveSession idle(Supplier<Optional<String>> degraded) {
        return new LiveSession() {
            @Override
            public SessionId id() {
                return new SessionId("019cf000-0000-7000-8000-000000000001");
            }

            @Override
            public void submit(Op op) {
                throw new IllegalStateException("nobody does " + op);
            }

            @Override
            public List<McpServer.Status> mcpServers() {
                return List.of();
            }

            @Override
            public Optional<String> degraded() {
                return degraded.get();
            }
        };
    }

    /// That session, just opened.
    static SessionOpener.Opened opened(Optional<Path> file, long window, List<Event> before) {
        return new SessionOpener.Opened(
                IDLE, file, window, List.of(), List.of(), before, List.of(), () -> {}, () -> {});
    }

    final List<String> log = new ArrayList<>();
    final List<Op> ops = new ArrayList<>();
    final SessionState state = new SessionState();
    final List<List<Picker.Choice>> offered = new ArrayList<>();
    Optional<String> message = Optional.empty();
    Optional<Panel> panel = Optional.empty();
    private final Path workspace;
    private final List<String> choices = new ArrayList<>();
    private final List<SlashCommand> commands;

    RecordingUi(Path workspace, Reports reports) {
        this.workspace = workspace;
        this.commands = SlashCommands.all(reports);
    }

    /// What is chosen from the lists to come, by value; an empty one goes back.
    RecordingUi chooses(String... values) {
        choices.addAll(List.of(values));
        return this;
    }

    /// Types a command.
    RecordingUi types(String line) {
        int space = line.indexOf(' ');
        String name = line.substring(1, space < 0 ? line.length() : space);
        CommandCompletion.named(name, commands)
                .getFirst()
                .run(space < 0 ? "" : line.substring(space + 1).strip(), this);
        return this;
    }

    String log() {
        return String.join("\n", log);
    }

    @Override
    public Path workspace() {
        return workspace;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public Optional<LiveSession> session() {
        return Optional.empty();
    }

    @Override
    public void submit(Op op) {
        ops.add(op);
        log.add(op.toString());
    }

    @Override
    public void send(List<Content> content) {
        log.add("send " + ((Content.Text) content.getFirst()).text());
    }

    @Override
    public void print(Block block) {
        log.add("print\n" + text(block));
    }

    @Override
    public void say(String text) {
        log.add("say " + text);
    }

    @Override
    public void fail(String text) {
        log.add("fail " + text);
    }

    @Override
    public void open(Panel opened) {
        panel = Optional.of(opened);
        log.add("open " + opened.getClass().getSimpleName());
    }

    @Override
    public void choose(String title, List<Picker.Choice> list, Consumer<Picker.Choice> chosen) {
        offered.add(list);
        log.add("choose " + title);
        if (choices.isEmpty() || choices.getFirst().isEmpty()) {
            return;
        }
        String value = choices.removeFirst();
        chosen.accept(list.stream().filter(c -> c.value().equals(value)).findFirst().orElseThrow());
    }

    @Override
    public void page(String title, Block block) {
        log.add("page " + title + "\n" + text(block));
    }

    private static String text(Block block) {
        StringBuilder text = new StringBuilder();
        block.rows(200).forEach(row -> text.append(row.text().stripTrailing()).append('\n'));
        return text.toString();
    }

    @Override
    public void compose(String text) {
        log.add("compose " + text);
    }

    @Override
    public void compose(List<Content> content) {
        log.add("compose again " + ((Content.Text) content.getFirst()).text());
    }

    @Override
    public void copy(String text) {
        log.add("copy " + text);
    }

    @Override
    public Optional<String> lastMessage() {
        return message;
    }

    @Override
    public <T> void later(Work<T> work, Consumer<T> then) {
        try {
            then.accept(work.get());
        } catch (Exception e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void change(SessionOpener.Start start) {
        log.add("change " + start);
    }

    @Override
    public void theme(String name) {
        if (!name.equals("dark") && !name.equals("light")) {
            throw new IllegalArgumentException("no theme " + name);
        }
        log.add("theme " + name);
    }

    @Override
    public void changed() {
        log.add("changed");
    }

    @Override
    public List<SlashCommand> commands() {
        return commands;
    }

    @Override
    public void quit() {
        log.add("quit");
    }
}
