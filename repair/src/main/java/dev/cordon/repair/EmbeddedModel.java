package dev.cordon.repair;

import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelEvent;
import dev.cordon.model.ModelRequest;
import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A model client without a model: it mends failing tests by search, through the same tools, gate,
/// sandbox and journal as a model.
///
/// ```
/// request -> LOOK -> TEST_BEFORE -> SEARCH -> PATCH -> TEST_AFTER -> answer
///                        |            |         |          `-> CHECK -> answer
///                        |            |         |               `-> UNDO -> answer
///                        |            |         `-> refused: answer
///                        |            `-> nothing found: answer, the workspace is as before
///                        `-> nothing fails: answer
/// ```
///
/// All that reads or runs the project happens in {@link Worker}, which `exec_command` starts inside
/// the sandbox. This class reads no file and starts no process.
public final class EmbeddedModel implements ModelClient {
    /// The id of the provider and the name of its only model.
    public static final String PROVIDER = "embedded";

    private static final long POLL_MILLIS = 5_000;
    private static final int MAX_OUTPUT_TOKENS = 40_000;
    private static final int MAX_KEPT_CHARS = 400_000;

    private final Installation installation;
    private State state = State.IDLE;
    private CallId waitingFor = new CallId("none");
    private String output = "";
    private int callsMade;
    private int index;
    private Json.Obj look = Json.object().build();
    private Json.Obj finding = Json.object().build();
    private String testedBefore = "";
    private String buildsWords = "";
    private String rejection = "";

    /// @param installation how the worker is started
    public EmbeddedModel(Installation installation) {
        this.installation = installation;
    }

    /// Where the worker is.
    ///
    /// @param command the program with its first arguments; all of it must be readable inside the
    ///   sandbox
    /// @param maxSeconds for one search
    public record Installation(List<String> command, int maxSeconds, long seed) {
        public Installation {
            command = List.copyOf(command);
            if (command.isEmpty() || command.getFirst().isBlank() || maxSeconds < 1) {
                throw new IllegalArgumentException(
                        "the worker needs a program and at least one second");
            }
        }

        /// Runs the worker with a `java` program of a JDK 25.
        ///
        /// @param classPath the modules `repair` and `protocol` and jackson-core
        public static List<String> plain(String java, String classPath) {
            return List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-cp",
                    classPath,
                    Worker.class.getName());
        }

        /// Shell text that starts the worker in the current folder.
        String command(String order, long seconds) {
            StringBuilder text = new StringBuilder();
            for (String word : command) {
                text.append(quote(word)).append(' ');
            }
            return text.append(order)
                    .append(" . --millis ")
                    .append(seconds * 1000)
                    .append(" --seed ")
                    .append(seed)
                    .toString();
        }
    }

    private enum State {
        IDLE,
        LOOK,
        TEST_BEFORE,
        SEARCH,
        PATCH,
        TEST_AFTER,
        CHECK,
        UNDO
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    @Override
    public void stream(ModelRequest request, Listener listener) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        index = 0;
        listener.on(new ModelEvent.Started(PROVIDER + "-" + request.history().size(), PROVIDER));
        Optional<Item.ToolOutput> reply = reply(request.history());
        if (state == State.IDLE || reply.isEmpty()) {
            begin(request, listener);
            return;
        }
        Item.ToolOutput answered = reply.get();
        if (answered.status() == Item.ToolStatus.DECLINED
                || answered.status() == Item.ToolStatus.ABORTED) {
            fail("the command was not allowed: " + answered.text(), listener);
            return;
        }
        if (state == State.PATCH) {
            patched(answered, listener);
            return;
        }
        if (state == State.UNDO) {
            undone(answered, listener);
            return;
        }
        CommandReply command = CommandReply.read(answered.text());
        keep(command.output());
        if (command.session().isPresent()) {
            showProgress(command.output(), listener);
            poll(command.session().getAsInt(), listener);
            return;
        }
        ended(command.exitCode(), answered.text(), request, listener);
    }

    /// The answer to the last call, unless the user spoke since.
    private Optional<Item.ToolOutput> reply(List<Item> history) {
        for (int i = history.size() - 1; i >= 0; i--) {
            switch (history.get(i)) {
                case Item.ToolOutput answered when answered.call().equals(waitingFor) -> {
                    return Optional.of(answered);
                }
                case Item.UserMessage _ -> {
                    return Optional.empty();
                }
                case Item.ToolOutput _,
                        Item.ToolCall _,
                        Item.Context _,
                        Item.AssistantMessage _,
                        Item.Reasoning _,
                        Item.Opaque _ -> {}
            }
        }
        return Optional.empty();
    }

    private void begin(ModelRequest request, Listener listener) {
        state = State.IDLE;
        callsMade = request.history().size();
        String asked = "";
        for (Item item : request.history()) {
            if (item instanceof Item.UserMessage message) {
                asked = message.text();
            }
        }
        if (!Intent.asksForRepair(asked)) {
            say(Intent.ABILITIES, "final_answer", listener);
            listener.on(
                    new ModelEvent.Failed(
                            FailureKind.REFUSED_BY_MODEL,
                            Intent.ABILITIES,
                            OptionalLong.empty(),
                            Optional.empty()));
            return;
        }
        say(
                "No model is configured: the embedded repair engine, a search and no language model,"
                        + " looks for a patch. To use a model: `cordon login --with-api-key`, or"
                        + " model_provider in ~/.cordon/config.toml.",
                "commentary",
                listener);
        plan(0, request, listener);
        state = State.LOOK;
        run(worker("look"), listener);
    }

    private void ended(
            OptionalInt exitCode, String whole, ModelRequest request, Listener listener) {
        switch (state) {
            case LOOK -> looked(whole, request, listener);
            case TEST_BEFORE -> testedBefore(exitCode, request, listener);
            case SEARCH -> searched(whole, request, listener);
            case TEST_AFTER -> testedAfter(exitCode, request, listener);
            case CHECK -> checked(exitCode, request, listener);
            case IDLE, PATCH, UNDO -> fail("the engine lost count of its own calls", listener);
        }
    }

    private void looked(String whole, ModelRequest request, Listener listener) {
        Optional<Json.Obj> result = result();
        if (result.isEmpty()) {
            fail("the worker could not be started: " + Answer.tail(whole), listener);
            return;
        }
        look = result.get();
        if (look.text("kind").orElse("none").equals("none")) {
            fail("this folder has no Java or Python tests that the engine can run", listener);
            return;
        }
        say("Found: " + look.text("words").orElse("a project") + ".", "commentary", listener);
        state = State.TEST_BEFORE;
        plan(1, request, listener);
        run(testCommand(), listener);
    }

    private String testCommand() {
        String own = look.text("test_command").orElse("");
        return own.isEmpty() ? worker("test") : own;
    }

    private void testedBefore(OptionalInt exitCode, ModelRequest request, Listener listener) {
        if (exitCode.orElse(1) == 0) {
            state = State.IDLE;
            say(
                    "Nothing to repair: " + shown(testCommand()) + " passes.",
                    "final_answer",
                    listener);
            complete(ModelEvent.Stop.DONE, listener);
            return;
        }
        testedBefore = shown(testCommand()) + " exited with code " + exitCode.orElse(-1);
        say(shown(testCommand()) + " fails. Searching for a patch.", "commentary", listener);
        state = State.SEARCH;
        plan(2, request, listener);
        run(worker("search"), listener);
    }

    private void searched(String whole, ModelRequest request, Listener listener) {
        Optional<Json.Obj> result = result();
        if (result.isEmpty()) {
            fail("the search ended without a result: " + Answer.tail(whole), listener);
            return;
        }
        finding = result.get();
        Optional<String> diff = finding.text("diff");
        if (diff.isEmpty()) {
            fail(Answer.notFound(finding, testedBefore), listener);
            return;
        }
        say("Found a patch that passes all tests. Applying it.", "commentary", listener);
        plan(3, request, listener);
        state = State.PATCH;
        call("apply_patch", new Item.ToolInput.Freeform(Patch.forTool(diff.get())), listener);
    }

    private void patched(Item.ToolOutput answered, Listener listener) {
        if (answered.status() != Item.ToolStatus.OK) {
            fail(
                    "a patch was found but could not be applied: "
                            + answered.text()
                            + "\n\n"
                            + finding.text("diff").orElse(""),
                    listener);
            return;
        }
        state = State.TEST_AFTER;
        run(testCommand(), listener);
    }

    private void testedAfter(OptionalInt exitCode, ModelRequest request, Listener listener) {
        if (exitCode.orElse(1) == 0) {
            success(shown(testCommand()) + " passes", request, listener);
            return;
        }
        // The project's own command may fail for a reason that is not the tests, such as a plugin
        // that was never fetched. Its reports tell.
        buildsWords = Answer.reason(output);
        state = State.CHECK;
        run(worker("test"), listener);
    }

    /// The build has the last word where it ran the tests; where it did not come so far, the
    /// engine's own run decides and the answer says so.
    private void checked(OptionalInt exitCode, ModelRequest request, Listener listener) {
        Json.Obj check = result().orElseGet(() -> Json.object().build());
        String own = shown(testCommand());
        boolean buildRan =
                check.integer("build_tests").orElse(0) > 0
                        || look.text("kind").orElse("").equals("python");
        if (exitCode.orElse(1) == 0 && !buildRan) {
            success(
                    "all tests pass when the engine runs them. "
                            + own
                            + " did not come as far as the tests, so the build has not confirmed"
                            + " it:\n"
                            + buildsWords
                            + "\n",
                    request,
                    listener);
            return;
        }
        List<String> failing = check.texts("build_failing");
        rejection =
                Answer.rejected(finding, own, failing.isEmpty() ? List.of(buildsWords) : failing);
        state = State.UNDO;
        String back = Patch.forTool(Patch.reversed(finding.text("diff").orElse("")));
        call("apply_patch", new Item.ToolInput.Freeform(back), listener);
    }

    private void undone(Item.ToolOutput answered, Listener listener) {
        fail(
                answered.status() == Item.ToolStatus.OK
                        ? rejection
                        : rejection + "\nIt could not be taken back: " + answered.text(),
                listener);
    }

    private void success(String after, ModelRequest request, Listener listener) {
        state = State.IDLE;
        say(
                Answer.repaired(finding, testedBefore, after, request.session().value()),
                "final_answer",
                listener);
        complete(ModelEvent.Stop.DONE, listener);
    }

    private void fail(String reason, Listener listener) {
        state = State.IDLE;
        say(reason, "final_answer", listener);
        String first = reason.lines().findFirst().orElse("the engine found no patch");
        listener.on(
                new ModelEvent.Failed(
                        FailureKind.REFUSED_BY_MODEL,
                        first,
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    private String shown(String command) {
        return command.equals(worker("test")) ? "the engine's test run" : "`" + command + "`";
    }

    private String worker(String order) {
        return installation.command(order, installation.maxSeconds());
    }

    /// The text as one word of a POSIX shell.
    static String quote(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && "/._-:+".indexOf(c) < 0) {
                return "'" + text.replace("'", "'\\''") + "'";
            }
        }
        return text;
    }

    private void run(String command, Listener listener) {
        output = "";
        Json arguments =
                Json.object()
                        .put("cmd", command)
                        .put("yield_time_ms", POLL_MILLIS)
                        .put("max_output_tokens", MAX_OUTPUT_TOKENS)
                        .build();
        call("exec_command", new Item.ToolInput.Arguments(JsonText.write(arguments)), listener);
    }

    private void poll(int session, Listener listener) {
        Json arguments =
                Json.object()
                        .put("session_id", session)
                        .put("yield_time_ms", POLL_MILLIS)
                        .put("max_output_tokens", MAX_OUTPUT_TOKENS)
                        .build();
        call("write_stdin", new Item.ToolInput.Arguments(JsonText.write(arguments)), listener);
    }

    private void call(String tool, Item.ToolInput input, Listener listener) {
        waitingFor = new CallId("repair_" + callsMade++);
        item(
                new Item.ToolCall(waitingFor, tool, Optional.empty(), input, Optional.empty()),
                listener);
        complete(ModelEvent.Stop.TOOL_CALLS, listener);
    }

    private void plan(int done, ModelRequest request, Listener listener) {
        boolean known =
                request.tools().stream().map(ToolSpec::name).anyMatch("update_plan"::equals);
        if (known) {
            Item.ToolInput steps = new Item.ToolInput.Arguments(JsonText.write(Answer.plan(done)));
            CallId call = new CallId("repair_" + callsMade++);
            item(
                    new Item.ToolCall(
                            call, "update_plan", Optional.empty(), steps, Optional.empty()),
                    listener);
        }
    }

    private void keep(String more) {
        output = output + more;
        if (output.length() > MAX_KEPT_CHARS) {
            output = output.substring(output.length() - MAX_KEPT_CHARS);
        }
    }

    /// The worker's answer, if it is in what the command printed.
    private Optional<Json.Obj> result() {
        return ResultText.read(output);
    }

    private void showProgress(String text, Listener listener) {
        String last = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("repair: ")) {
                last = line.substring("repair: ".length());
            }
        }
        if (!last.isEmpty()) {
            say(last, "commentary", listener);
        }
    }

    private void say(String text, String phase, Listener listener) {
        listener.on(new ModelEvent.TextDelta(index, text));
        item(new Item.AssistantMessage(text, Optional.of(phase), Optional.empty()), listener);
    }

    private void item(Item item, Listener listener) {
        listener.on(new ModelEvent.ItemDone(index++, item));
    }

    private static void complete(ModelEvent.Stop stop, Listener listener) {
        listener.on(new ModelEvent.Completed(Usage.UNKNOWN, stop, stop == ModelEvent.Stop.DONE));
    }
}
