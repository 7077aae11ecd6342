package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Copies bytes both ways until both sides have ended, each side's end passed on by itself.
final class Tunnel {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Wire client;
    private final Wire server;
    private final int idleMillis;

    Tunnel(Wire client, Wire server, int idleMillis) {
        this.client = client;
        this.server = server;
        this.idleMillis = idleMillis;
    }

    /// What was copied.
    record Copied(long sentBytes, long receivedBytes) {}

    /// Runs to the end; both wires are closed afterwards.
    Copied run() throws InterruptedException {
        long[] sent = {0};
        Thread up = Thread.ofVirtual().start(() -> sent[0] = copy(client, server));
        long received = copy(server, client);
        up.join();
        client.close();
        server.close();
        return new Copied(sent[0], received);
    }

    private long copy(Wire from, Wire to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        InputStream in = from.in();
        OutputStream out = to.out();
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                client.expireIn(idleMillis);
                server.expireIn(idleMillis);
                out.write(buffer, 0, count);
                total += count;
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // A broken side ends the tunnel; resets are normal when clients load in parallel.
            from.close();
            to.close();
        }
        return total;
    }
}
