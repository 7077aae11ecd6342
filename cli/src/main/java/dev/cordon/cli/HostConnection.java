package dev.cordon.cli;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.OpCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a host does for one client, from its first line to its last.
final class HostConnection {
    private static final int MAX_BAD_LINES = 100;

    private final HostServer server;
    private final HostChannel client;

    HostConnection(HostServer server, HostChannel client) {
        this.server = server;
        this.client = client;
    }

    /// @param hello how long the client may take to say what it wants
    void run(Duration hello) {
        try {
            Thread patience =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    Thread.sleep(hello);
                                    client.close();
                                } catch (InterruptedException _) {
                                    // It spoke.
                                }
                            });
            String nonce = HostFolder.nonce();
            boolean ignored = client.write(HostMessages.greeting(nonce));
            Optional<String> first = client.read();
            patience.interrupt();
            boolean proven = server.isProven(nonce);
            if (first.isPresent()) {
                Json.Obj request = JsonText.readObject(first.get());
                if (!proven) {
                    throw new UsageException(
                            "the session host serves only who can write in its folder");
                }
                serve(request);
            }
        } catch (HostChannel.LineTooLong e) {
            bye(String.valueOf(e.getMessage()));
        } catch (IOException _) {
            // It went away.
        } catch (RuntimeException e) {
            bye(String.valueOf(e.getMessage()));
        }
    }

    private void bye(String why) {
        boolean ignored = client.write(HostMessages.refused(why));
        client.finish();
        client.drain();
    }

    private void serve(Json.Obj request) throws IOException {
        String type = request.requireText("type");
        switch (type) {
            case "open" -> {
                sameVersion(request);
                HostedSession session = server.open(HostMessages.readOpening(request));
                follow(session, -1);
            }
            case "attach" -> {
                sameVersion(request);
                follow(
                        server.find(request.requireText("session")),
                        request.requireInteger("after"));
            }
            case "list" -> answer(list());
            case "stop" -> {
                server.end(server.find(request.requireText("session")), "The session was ended.");
                answer(JsonText.write(Json.object().put("type", "stopped").build()));
            }
            case "mcp" ->
                    answer(
                            HostMessages.servers(
                                    server.find(request.requireText("session")).mcpServers()));
            default -> throw new UsageException("there is no request \"" + type + "\"");
        }
    }

    private static void sameVersion(Json.Obj request) {
        String version = request.requireText("version");
        if (!version.equals(Version.TEXT)) {
            throw new UsageException(
                    "the session host is Cordon "
                            + Version.TEXT
                            + " and this is "
                            + version
                            + "; end its sessions with cordon sessions stop, and start again");
        }
    }

    private void answer(String line) {
        boolean ignored = client.write(line);
        client.finish();
        client.drain();
    }

    private String list() {
        List<Json> all = new ArrayList<>();
        server.sessions().forEach(session -> all.add(session.describe()));
        return JsonText.write(
                Json.object()
                        .put("type", "sessions")
                        .put("process", ProcessHandle.current().pid())
                        .put("sessions", new Json.Arr(all))
                        .build());
    }

    private void follow(HostedSession session, long after) throws IOException {
        session.attach(client, after);
        try {
            int bad = 0;
            Optional<String> line = client.read();
            while (line.isPresent() && bad < MAX_BAD_LINES) {
                try {
                    take(session, OpCodec.read(JsonText.readObject(line.get())));
                } catch (JsonException e) {
                    bad++;
                    boolean ignored =
                            client.write(HostMessages.refused("no operation: " + e.getMessage()));
                }
                line = client.read();
            }
        } finally {
            session.detach(client);
        }
    }

    private void take(HostedSession session, Op op) {
        if (op instanceof Op.Shutdown) {
            server.end(session, "The session was ended.");
        } else {
            session.submit(op);
        }
    }
}
