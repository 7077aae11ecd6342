package dev.cordon.model;

import dev.cordon.model.ModelEvent.ItemDone;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.SessionId;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What tests of clients share: providers at a scripted server, requests, and the events that come.
final class Asking {
    static final SessionId SESSION = new SessionId("0199c0de-0000-7000-8000-000000000001");
    static final Item.Context BASE =
            new Item.Context(Item.Role.DEVELOPER, "instructions", List.of("You are Cordon."));
    static final Secret KEY = new Secret("sk-test-0123456789");
    static final String DONE =
            "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":"
                    + "\"message\",\"id\":\"m1\",\"role\":\"assistant\",\"status\":\"completed\","
                    + "\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\",\"annotations\":[]}]}}";
    static final String CREATED =
            "{\"type\":\"response.created\",\"response\":{\"id\":\"r1\",\"model\":\"gpt-5.2\"}}";
    static final String COMPLETED =
            "{\"type\":\"response.completed\",\"response\":{\"id\":\"r1\",\"usage\":null}}";
    static final String CALL =
            "{\"type\":\"response.output_item.done\",\"output_index\":1,\"item\":{\"type\":"
                    + "\"function_call\",\"id\":\"f1\",\"call_id\":\"call_1\",\"name\":\"exec_command\","
                    + "\"arguments\":\"{\\\"cmd\\\":\\\"ls\\\"}\"}}";

    private Asking() {}

    static Provider provider(URI base, Provider.WireApi wire) {
        return provider(base, wire, 60_000);
    }

    static Provider provider(URI base, Provider.WireApi wire, int idleMillis) {
        return new Provider(
                "test",
                "Test",
                base,
                wire,
                new KeySource.Literal(KEY),
                Map.of(),
                Map.of(),
                Map.of(),
                4,
                5,
                idleMillis,
                Provider.ChatHabits.COMMON);
    }

    static ModelProfile profile(String slug) {
        return new ModelCatalogue(Optional.empty()).profile(slug);
    }

    static ModelClients.Options options() {
        return options(new Network(Proxies.NONE, Optional.empty()));
    }

    static ModelClients.Options options(Network network) {
        Path nowhere = Path.of("/nonexistent");
        return new ModelClients.Options(
                new Credentials(Map.of(), nowhere, nowhere.resolve("auth.json")),
                network,
                RetryLimits.DEFAULT,
                "cordon/test");
    }

    static ModelClient client(Provider provider, ModelProfile profile) {
        return client(provider, profile, options(), new NoWaiting());
    }

    static ModelClient client(
            Provider provider,
            ModelProfile profile,
            ModelClients.Options options,
            ModelClients.Pause pause) {
        return ModelClients.open(
                provider, profile, options, new SocketTransport(options.network()), pause);
    }

    static ModelRequest request(String model, List<Item> history, ToolSpec... tools) {
        return new ModelRequest(
                model,
                history,
                List.of(tools),
                true,
                ModelRequest.Reasoning.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                SESSION);
    }

    static Item.UserMessage user(String text) {
        return new Item.UserMessage(List.of(new Content.Text(text)));
    }

    static List<ModelEvent> ask(ModelClient client, ModelRequest request) {
        List<ModelEvent> events = new ArrayList<>();
        try {
            client.stream(request, events::add);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        return events;
    }

    static List<Item> items(List<ModelEvent> events) {
        List<Item> items = new ArrayList<>();
        for (ModelEvent event : events) {
            if (event instanceof ItemDone(int _, Item item)) {
                items.add(item);
            }
        }
        return items;
    }

    static <T extends ModelEvent> List<T> only(Class<T> type, List<ModelEvent> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static ModelEvent.Failed failed(List<ModelEvent> events) {
        if (events.getLast() instanceof ModelEvent.Failed failed) {
            return failed;
        }
        throw new AssertionError("not failed: " + events);
    }

    static ModelEvent.Completed completed(List<ModelEvent> events) {
        if (events.getLast() instanceof ModelEvent.Completed completed) {
            return completed;
        }
        throw new AssertionError("not completed: " + events);
    }

    /// Does not wait, but remembers how long it should have, and its clock moves by that.
    static final class NoWaiting extends ModelClients.Pause {
        final List<Long> waits = new ArrayList<>();
        private long nowMillis = 1000;

        @Override
        long nowMillis() {
            return nowMillis;
        }

        @Override
        void sleep(long millis) {
            waits.add(millis);
            nowMillis += millis;
        }

        @Override
        double random() {
            return 0.5;
        }
    }
}
