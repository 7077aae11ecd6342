package dev.cordon.engine;

import dev.cordon.model.ModelRequest;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.ItemCodec;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;

/// What a model would be sent for a prompt, without sending it. MCP servers are not started, so
/// their tools are missing.
public final class PromptInput {
    private PromptInput() {}

    /// The body of the request as the client writes it, or our own items if it sends none.
    public static String of(SessionParts parts, Op.Submit prompt) {
        List<Item> history = new ArrayList<>(parts.prefix().get());
        Item.UserMessage message = new Item.UserMessage(prompt.content());
        history.add(message);
        for (Skill skill : parts.extras().skills().get().mentioned(message.text())) {
            SkillMentions.item(skill, parts.filter()).ifPresent(history::add);
        }
        SessionParts.Settings settings = parts.settings();
        ModelRequest request =
                new ModelRequest(
                        settings.model(),
                        history,
                        parts.tools().specs(),
                        settings.parallelToolCalls(),
                        settings.reasoning(),
                        settings.verbosity(),
                        prompt.outputSchema(),
                        settings.maxOutputTokens(),
                        SessionId.fresh());
        return parts.client()
                .wouldSend(request)
                .orElseGet(() ->
                        JsonText.write(
                                Json.object()
                                        .put("model", settings.model())
                                        .put("input", items(history))
                                        .build()));
    }

    private static Json items(List<Item> history) {
        List<Json> items = new ArrayList<>(history.size());
        history.forEach(item -> items.add(ItemCodec.write(item)));
        return Json.array(items);
    }
}
