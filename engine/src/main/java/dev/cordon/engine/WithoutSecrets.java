package dev.cordon.engine;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.EventCodec;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is kept of a session, with the secrets taken out of it.
///
/// Calls run as the model made them, and whoever watches sees everything as it is; what goes into
/// the session's file, and back to a model, goes through here. Both get the same, so that a session
/// that is taken up again sends the same prefix. Promise, kept by `ExecRedactionTest`.
final class WithoutSecrets {
    private final TextFilter filter;

    WithoutSecrets(TextFilter filter) {
        this.filter = filter;
    }

    /// An item as the history keeps it.
    ///
    /// What a model thought stays as it is: providers refuse it when it was changed, and no other
    /// model gets it.
    Item kept(Item item) {
        // No switch here: each is a class that is made at run time, and this is on the way to the
        // first byte.
        if (item instanceof Item.Context context) {
            return context(context);
        }
        if (item instanceof Item.UserMessage said) {
            List<Content> content = content(said.content());
            return content == said.content() ? said : new Item.UserMessage(content);
        }
        return answered(item);
    }

    /// An event as the file of the session has it.
    Event logged(Event event) {
        if (event instanceof Event.ItemAdded added) {
            Item item = stored(added.item());
            return item == added.item() ? event : new Event.ItemAdded(item);
        }
        if (event instanceof Event.SessionStarted
                || event instanceof Event.TurnStarted
                || event instanceof Event.UsageReported) {
            return event;
        }
        return event instanceof Event.Compacted compacted
                ? new Event.Compacted(
                        compacted.history().stream().map(this::stored).toList(),
                        compacted.method(),
                        compacted.tokensBefore(),
                        compacted.tokensAfter())
                : other(event);
    }

    private Item stored(Item item) {
        if (item instanceof Item.Reasoning thought) {
            List<String> summary = texts(thought.summary());
            String text = filter.apply(thought.text());
            boolean same =
                    summary == thought.summary() && text.equals(thought.text()) && clean(item);
            return same ? item : new Item.Reasoning(summary, text, Optional.empty());
        }
        if (item instanceof Item.Opaque opaque) {
            String summary = filter.apply(opaque.summary());
            return summary.equals(opaque.summary()) && clean(item)
                    ? item
                    : new Item.Opaque(opaque.kind(), summary, Optional.empty());
        }
        return kept(item);
    }

    /// Whether the provider's own form holds no secret.
    private boolean clean(Item item) {
        return item.wire().isEmpty()
                || filter.apply(item.wire().get().json()).equals(item.wire().get().json());
    }

    private Item answered(Item item) {
        return switch (item) {
            case Item.AssistantMessage said -> {
                String text = filter.apply(said.text());
                yield text.equals(said.text()) && clean(said)
                        ? said
                        : new Item.AssistantMessage(text, said.phase(), Optional.empty());
            }
            case Item.ToolCall call -> {
                Item.ToolInput input = input(call.input());
                yield input == call.input() && clean(call)
                        ? call
                        : new Item.ToolCall(
                                call.call(),
                                call.name(),
                                call.namespace(),
                                input,
                                Optional.empty());
            }
            case Item.ToolOutput output -> {
                List<Content> content = content(output.content());
                yield content == output.content()
                        ? output
                        : new Item.ToolOutput(
                                output.call(), output.name(), output.status(), content);
            }
            case Item.Context _, Item.UserMessage _, Item.Reasoning _, Item.Opaque _ -> item;
        };
    }

    private Item.Context context(Item.Context context) {
        List<String> parts = texts(context.parts());
        return parts == context.parts()
                ? context
                : new Item.Context(context.role(), context.kind(), parts);
    }

    /// Arguments are JSON that a provider may check again, so they stay JSON.
    private Item.ToolInput input(Item.ToolInput input) {
        String text = input.text();
        if (input instanceof Item.ToolInput.Freeform) {
            String clean = filter.apply(text);
            return clean.equals(text) ? input : new Item.ToolInput.Freeform(clean);
        }
        try {
            Json json = JsonText.read(text);
            Json clean = json(json);
            return clean == json ? input : new Item.ToolInput.Arguments(JsonText.write(clean));
        } catch (JsonException _) {
            String clean = filter.apply(text);
            return clean.equals(text) ? input : new Item.ToolInput.Arguments(clean);
        }
    }

    private Event other(Event event) {
        Json.Obj json = EventCodec.write(event);
        Json clean = json(json);
        if (clean == json) {
            return event;
        }
        try {
            if (clean instanceof Json.Obj object) {
                Optional<Event> read = EventCodec.read(object);
                if (read.isPresent()) {
                    return read.get();
                }
            }
        } catch (JsonException | IllegalArgumentException _) {
            // A member with a form of its own was the secret.
        }
        return new Event.Warning(
                "an event of the type "
                        + json.requireText("type")
                        + " is not kept, because a secret stood where nothing else can stand");
    }

    /// The same object if there is nothing to remove. Strings are looked at one by one, as what
    /// they mean; then all of it as text, because a name may say that its value is secret.
    private Json json(Json json) {
        Json single = strings(json);
        String text = JsonText.write(single);
        String clean = filter.apply(text);
        if (clean.equals(text)) {
            return single;
        }
        try {
            return JsonText.read(clean);
        } catch (JsonException _) {
            return single;
        }
    }

    private Json strings(Json json) {
        if (json instanceof Json.Str string) {
            String clean = filter.apply(string.value());
            return clean.equals(string.value()) ? json : Json.of(clean);
        }
        if (json instanceof Json.Arr array) {
            List<Json> all = new ArrayList<>();
            boolean same = true;
            for (Json element : array.elements()) {
                Json clean = strings(element);
                same &= clean == element;
                all.add(clean);
            }
            return same ? json : Json.array(all);
        }
        if (json instanceof Json.Obj object) {
            Json.ObjBuilder all = Json.object();
            boolean same = true;
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                Json clean = strings(member.getValue());
                same &= clean == member.getValue();
                all.put(member.getKey(), clean);
            }
            return same ? json : all.build();
        }
        return json;
    }

    private List<String> texts(List<String> texts) {
        List<String> all = new ArrayList<>(texts.size());
        boolean same = true;
        for (String text : texts) {
            String clean = filter.apply(text);
            same &= clean.equals(text);
            all.add(clean);
        }
        return same ? texts : all;
    }

    private List<Content> content(List<Content> content) {
        List<Content> all = new ArrayList<>(content.size());
        boolean same = true;
        for (Content part : content) {
            if (part instanceof Content.Text text) {
                String clean = filter.apply(text.text());
                same &= clean.equals(text.text());
                all.add(new Content.Text(clean));
            } else {
                all.add(part);
            }
        }
        return same ? content : all;
    }
}
