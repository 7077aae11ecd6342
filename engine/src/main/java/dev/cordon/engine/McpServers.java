package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/// The MCP servers of a session: starts them when the first turn needs them, all at once, through
/// the gate and inside the sandbox, and performs the calls of their tools.
///
/// A server that fails is a warning, and its tools are missing; only a required one stops the turn.
/// One that ended is started again with the next turn, at most {@link #MAX_STARTS} times.
final class McpServers implements Performer, AutoCloseable {
    static final int MAX_STARTS = 3;

    private final List<McpServer> servers;
    private final Map<String, Connection> connections = new LinkedHashMap<>();
    private final Events events;
    private final Path workspace;
    private final String version;
    private final Performer others;
    private final Function<CallId, Map<String, String>> trace;

    /// @param others performs what is no call of these servers
    McpServers(
            List<McpServer> servers,
            Path workspace,
            String version,
            Events events,
            Performer others,
            Function<CallId, Map<String, String>> trace) {
        this.servers = servers;
        this.workspace = workspace;
        this.version = version;
        this.events = events;
        this.others = others;
        this.trace = trace;
        for (McpServer server : servers) {
            connections.put(server.name(), new Connection(server));
        }
    }

    /// Starts the program of a server, or lets its address be connected to; the gate does it.
    interface Starter {
        /// @param command what runs, with the values of its variables left out
        /// @throws McpException if it may not or cannot start, with a sentence
        Sandbox.Attached start(
                Action.RunCommand command,
                Map<String, String> environment,
                Sandbox.AttachedOutput output)
                throws McpException, InterruptedException;

        /// Decides about a connection of Cordon itself to a server.
        ///
        /// @return why not, if it may not
        Optional<Result.Refused> connect(Action.Connect connection) throws InterruptedException;
    }

    /// Starts what does not run yet and waits until each is ready or failed.
    ///
    /// @throws TurnStopped if a required one failed
    void start(Starter starter) throws InterruptedException {
        List<Thread> starting = new ArrayList<>();
        for (Connection connection : connections.values()) {
            if (connection.wantsStart()) {
                starting.add(
                        Thread.ofVirtual()
                                .name("mcp-" + connection.server.name())
                                .start(() -> connection.start(starter)));
            }
        }
        try {
            for (Thread thread : starting) {
                thread.join();
            }
        } catch (InterruptedException e) {
            starting.forEach(Thread::interrupt);
            throw e;
        }
        for (Connection connection : connections.values()) {
            if (connection.server.required() && !connection.ready()) {
                throw TurnStopped.failed(
                        dev.cordon.protocol.FailureKind.CONFIGURATION,
                        "the MCP server "
                                + connection.server.name()
                                + " is required and did not start: "
                                + connection.status().detail());
            }
        }
    }

    /// The tools of all servers that are ready, in the order of the configuration.
    List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        connections.values().forEach(c -> tools.addAll(c.tools()));
        return tools;
    }

    /// How each server does, in the order of the configuration.
    List<McpServer.Status> statuses() {
        return connections.values().stream().map(Connection::status).toList();
    }

    /// What the configuration lets the program of a server reach, if the action is its start or one
    /// of its connections.
    List<Grant> grants(Action action, Instant now) {
        Optional<Connection> of =
                switch (action) {
                    case Action.RunCommand run -> find(c -> run.call().equals(c.call()));
                    case Action.Connect connect ->
                            find(c ->
                                    connect.call().equals(c.call())
                                            || (connect.process().isPresent()
                                                    && c.process() == connect.process().get()));
                    default -> Optional.empty();
                };
        List<Grant> grants = new ArrayList<>();
        of.ifPresent(c ->
                c.server
                        .hosts()
                        .forEach(host -> grants.addAll(grants(c.server.name(), host, now))));
        return grants;
    }

    private Optional<Connection> find(Predicate<Connection> which) {
        return connections.values().stream().filter(which).findFirst();
    }

    /// `host:port`, or `host` for the two usual ports.
    private static List<Grant> grants(String server, String host, Instant now) {
        int colon = host.lastIndexOf(':');
        List<Grant> grants = new ArrayList<>();
        List<String> ports = colon < 0 ? List.of("443", "80") : List.of(host.substring(colon + 1));
        for (String port : ports) {
            if (!port.isEmpty() && port.length() < 6 && port.chars().allMatch(Character::isDigit)) {
                grants.add(
                        new Grant(
                                "mcp_servers." + server + ".network",
                                new Capability.Host(
                                        colon < 0 ? host : host.substring(0, colon),
                                        Integer.parseInt(port)),
                                Grant.Scope.SESSION,
                                now.plus(1, ChronoUnit.DAYS),
                                "configuration",
                                Optional.empty()));
            }
        }
        return grants;
    }

    boolean none() {
        return servers.isEmpty();
    }

    @Override
    public Result perform(Action action, Confinement confinement, Sandbox.OutputListener output)
            throws InterruptedException {
        if (!(action instanceof Action.CallMcpTool call)) {
            return others.perform(action, confinement, output);
        }
        Connection connection = connections.get(call.server());
        return connection == null
                ? new Result.Failed("there is no MCP server " + call.server())
                : connection.call(call);
    }

    @Override
    public void close() {
        connections.values().forEach(Connection::close);
    }

    /// One server, from start to start.
    private final class Connection {
        private final McpServer server;
        private McpServer.Status status;
        private List<McpTool> tools = List.of();
        private Optional<McpClient> client = Optional.empty();
        private int process = -1;
        private int starts;

        Connection(McpServer server) {
            this.server = server;
            this.status = new McpServer.Status(server.name(), "waiting", "", List.of());
        }

        synchronized boolean wantsStart() {
            return !ready() && starts < MAX_STARTS;
        }

        synchronized boolean ready() {
            return status.state().equals("ready");
        }

        synchronized McpServer.Status status() {
            return status;
        }

        synchronized List<McpTool> tools() {
            return tools;
        }

        synchronized int process() {
            return process;
        }

        synchronized CallId call() {
            return new CallId("mcp-" + server.name() + "-" + starts);
        }

        void start(Starter starter) {
            synchronized (this) {
                starts++;
            }
            McpClient fresh = new McpClient(workspace);
            long deadline =
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(server.startupMillis());
            try {
                switch (server.way()) {
                    case McpServer.Program program -> launch(starter, program, fresh);
                    case McpServer.Address address -> connect(starter, address, fresh);
                }
                String name = fresh.initialize(version, deadline);
                List<McpTool> found = offered(fresh.tools(deadline));
                synchronized (this) {
                    client = Optional.of(fresh);
                    tools = found;
                }
                became("ready", name, found);
                fresh.whenEnded(() -> ended(fresh));
            } catch (McpException e) {
                fresh.close();
                failed(String.valueOf(e.getMessage()));
            } catch (InterruptedException _) {
                fresh.close();
                failed("its start was interrupted");
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                fresh.close();
                failed(String.valueOf(e.getMessage()));
            }
        }

        Result call(Action.CallMcpTool call) throws InterruptedException {
            Optional<McpClient> running;
            synchronized (this) {
                running = client;
            }
            if (running.isEmpty()) {
                return new Result.Failed(
                        "the MCP server " + server.name() + " does not run: " + status().detail());
            }
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(server.callMillis());
            try {
                Json.Obj answer =
                        running.get()
                                .call(
                                        call.tool(),
                                        call.arguments(),
                                        trace.apply(call.call()),
                                        deadline);
                return McpResult.of(answer);
            } catch (McpException e) {
                return new Result.Failed(
                        "the MCP server " + server.name() + " failed: " + e.getMessage());
            }
        }

        void close() {
            Optional<McpClient> running;
            synchronized (this) {
                running = client;
                client = Optional.empty();
            }
            running.ifPresent(McpClient::close);
        }

        private void launch(Starter starter, McpServer.Program program, McpClient fresh)
                throws McpException, InterruptedException {
            McpWire wire = new McpWire(fresh::received, fresh::end);
            Map<String, String> names = new LinkedHashMap<>();
            program.environment().keySet().forEach(name -> names.put(name, ""));
            Sandbox.Attached attached =
                    starter.start(
                            new Action.RunCommand(
                                    call(),
                                    Action.Requester.CORDON,
                                    program.argv(),
                                    program.cwd(),
                                    names,
                                    Action.Terminal.PIPES,
                                    0,
                                    0,
                                    Optional.empty()),
                            program.environment(),
                            wire);
            wire.attached(attached);
            fresh.over(wire);
            synchronized (this) {
                process = attached.process();
            }
        }

        private void connect(Starter starter, McpServer.Address address, McpClient fresh)
                throws McpException, InterruptedException {
            Optional<Result.Refused> refused =
                    starter.connect(
                            new Action.Connect(
                                    call(),
                                    address.host(),
                                    address.port(),
                                    "POST",
                                    Optional.empty()));
            if (refused.isPresent()) {
                throw new McpException(refused.get().message());
            }
            fresh.over(
                    new McpHttp(
                            address,
                            Math.max(server.startupMillis(), server.callMillis()),
                            fresh::received));
        }

        private List<McpTool> offered(List<Json.Obj> described) {
            List<McpTool> offered = new ArrayList<>();
            for (Json.Obj tool : described) {
                if (server.offers(tool.text("name").orElse(""))) {
                    try {
                        offered.add(McpTool.of(server, tool));
                    } catch (McpException e) {
                        events.emit(
                                new Event.Warning(
                                        "A tool of the MCP server "
                                                + server.name()
                                                + " was left out: "
                                                + e.getMessage()
                                                + "."));
                    }
                }
            }
            return offered;
        }

        private void ended(McpClient which) {
            String why = which.ended().orElse("");
            synchronized (this) {
                if (client.isEmpty() || client.get() != which) {
                    return;
                }
                client = Optional.empty();
                tools = List.of();
                process = -1;
                status = new McpServer.Status(server.name(), "ended", why, List.of());
            }
            // Whoever carries the bytes of all programs must not wait for a log.
            Thread.ofVirtual()
                    .name("mcp-ended")
                    .start(() -> {
                        try {
                            events.emit(
                                    new Event.McpServerChanged(
                                            server.name(), "ended", why, List.of()));
                        } catch (RuntimeException _) {
                            // The session is over, or its log is: the next turn says so.
                        }
                    });
        }

        private void failed(String why) {
            synchronized (this) {
                process = -1;
            }
            became("failed", why, List.of());
            events.emit(
                    new Event.Warning(
                            "The MCP server " + server.name() + " did not start: " + why + "."));
        }

        private void became(String state, String detail, List<McpTool> with) {
            List<String> names = with.stream().map(McpTool::name).toList();
            synchronized (this) {
                status = new McpServer.Status(server.name(), state, detail, names);
            }
            events.emit(new Event.McpServerChanged(server.name(), state, detail, names));
        }
    }
}
