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

    /// @param installation how the worker is started
    public EmbeddedModel(Installation installation) {
        this.installation = installation;
    }

    /// Where the worker is.
    ///
    /// @param java the `java` program of a JDK 25
    /// @param classPath the modules `repair` and `protocol` and jackson-core, readable inside the
    ///   sandbox
    /// @param maxSeconds for one search
    public record Installation(String java, String classPath, int maxSeconds, long seed) {
        public Installation {
            if (java.isBlank() || classPath.isBlank() || maxSeconds < 1) {
                throw new IllegalArgumentException(
                        "the worker needs a java program, a class path and at least one second");
            }
        }

        /// Shell text that starts the worker in the current folder.
        String command(String order, long seconds) {
            return quote(java)
                    + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "
                    + quote(classPath)
                    + " "
                    + Worker.class.getName()
                    + " "
                    + order
                    + " . --millis "
                    + seconds * 1000
                    + " --seed "
                    + seed;
        }
    }

    private enum State {
        IDLE,
        LOOK,
        TEST_BEFORE,
        SEARCH,
        PATCH,
        TEST_AFTER,
        CHECK
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
                "No model is configured: the embedded repair engine searches for a patch. It is no"
                        + " language model; set OPENAI_API_KEY or ANTHROPIC_API_KEY, or"
                        + " model_provider in ~/.cordon/config.toml, to use one.",
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
            case TEST_AFTER -> testedAfter(exitCode, listener);
            case CHECK -> checked(exitCode, listener);
            case IDLE, PATCH -> fail("the engine lost count of its own calls", listener);
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
                    "Nothing to repair: `" + shown(testCommand()) + "` passes.",
                    "final_answer",
                    listener);
            complete(ModelEvent.Stop.DONE, listener);
            return;
        }
        testedBefore = "`" + shown(testCommand()) + "` exited with code " + exitCode.orElse(-1);
        say("The tests fail. Searching for a patch.", "commentary", listener);
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
        Optional<String> patch = finding.text("patch");
        if (patch.isEmpty()) {
            fail(Answer.notFound(finding, testedBefore), listener);
            return;
        }
        say(
                "Found a patch that passes all tests:\n\n```diff\n"
                        + finding.text("diff").orElse("")
                        + "```",
                "commentary",
                listener);
        plan(3, request, listener);
        state = State.PATCH;
        call("apply_patch", new Item.ToolInput.Freeform(patch.get()), listener);
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

    private void testedAfter(OptionalInt exitCode, Listener listener) {
        if (exitCode.orElse(1) == 0) {
            success("`" + shown(testCommand()) + "` passes", listener);
            return;
        }
        // The project's own command fails for a reason that is not the tests, such as a plugin
        // that was never fetched: the tests themselves decide.
        state = State.CHECK;
        run(worker("test"), listener);
    }

    private void checked(OptionalInt exitCode, Listener listener) {
        String own = "`" + shown(testCommand()) + "` still fails; its end:\n" + Answer.tail(output);
        if (exitCode.orElse(1) == 0) {
            success("all tests pass when run directly, but " + own, listener);
            return;
        }
        fail("the patch is applied, but " + own, listener);
    }

    private void success(String after, Listener listener) {
        state = State.IDLE;
        say(Answer.repaired(finding, testedBefore, after), "final_answer", listener);
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

    private static String shown(String command) {
        return command.contains(Worker.class.getName()) ? "the engine's test run" : command;
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
        for (String line : output.lines().toList().reversed()) {
            if (line.startsWith(Worker.RESULT)) {
                try {
                    return Optional.of(
                            JsonText.readObject(line.substring(Worker.RESULT.length()).strip()));
                } catch (dev.cordon.protocol.JsonException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
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
