package dev.cordon.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One streaming request and its end, for measuring how fast a process reaches the model. Run it
/// with an AOT cache; the server notes when the first byte comes.
///
/// Arguments: `own` or `jdk`, the base address, and the file of a certificate to trust, or `-`.
final class StartCost {
    private StartCost() {}

    public static void main(String[] args) throws InterruptedException {
        Optional<Path> ca = args[2].equals("-") ? Optional.empty() : Optional.of(Path.of(args[2]));
        URI base = URI.create(args[1]);
        Network network = new Network(Proxies.NONE, ca);
        network.warmUp(base);
        Provider provider = Asking.provider(base, Provider.WireApi.RESPONSES);
        Transport transport =
                args[0].equals("own") ? new SocketTransport(network) : new JdkTransport(network);
        String[] end = {""};
        try (ModelClient client =
                ModelClients.open(
                        provider,
                        Asking.profile("gpt-5.2"),
                        Asking.options(network),
                        transport,
                        new ModelClients.Pause())) {
            client.stream(
                    Asking.request(
                            "gpt-5.2", List.of(Asking.BASE, Asking.user("x".repeat(35_000)))),
                    event -> end[0] = event.toString());
        }
        System.out.println(end[0]);
    }
}
