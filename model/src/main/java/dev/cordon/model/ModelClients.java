package dev.cordon.model;

/// Makes the client for a provider and a model.
public final class ModelClients {
    private ModelClients() {}

    /// The client; nothing is sent and no key is looked for before the first request.
    public static ModelClient open(Provider provider, ModelProfile profile, Options options) {
        return open(
                provider, profile, options, new SocketTransport(options.network()), new Pause());
    }

    static ModelClient open(
            Provider provider,
            ModelProfile profile,
            Options options,
            Transport transport,
            Pause pause) {
        Dialect dialect =
                switch (provider.wire()) {
                    case RESPONSES -> new ResponsesDialect(provider.id(), profile);
                    case CHAT -> new ChatDialect(provider, profile);
                    case MESSAGES -> new MessagesDialect(provider, profile);
                };
        return new HttpModelClient(provider, dialect, options, transport, pause, profile.warning());
    }

    /// What all clients of a process share.
    ///
    /// @param userAgent for example `cordon/0.1.0`
    public record Options(
            Credentials credentials, Network network, RetryLimits limits, String userAgent) {}

    /// Waiting, as far as it is not waiting for a server.
    static class Pause {
        /// Milliseconds that only grow.
        long nowMillis() {
            return System.nanoTime() / 1_000_000;
        }

        void sleep(long millis) throws InterruptedException {
            Thread.sleep(millis);
        }

        /// Between 0 and 1, for the spread of delays.
        double random() {
            return java.util.concurrent.ThreadLocalRandom.current().nextDouble();
        }
    }
}
