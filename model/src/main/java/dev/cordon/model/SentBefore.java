package dev.cordon.model;

import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Wire;
import java.util.Optional;

/// What this provider and this model sent themselves, which goes back as it came. Encrypted
/// reasoning and signatures can be read by nobody else.
///
/// @param provider the id of the provider
/// @param model the name of the model in requests
record SentBefore(String provider, String model) {

    /// The provider's own form of an entry, if it is from this provider and model.
    Optional<Json> of(Item item) {
        return item.wire()
                .filter(w -> w.provider().equals(provider) && w.model().equals(model))
                .flatMap(w -> read(w.json()));
    }

    /// The form to keep with an entry.
    ///
    /// @param answered the model that answered: a dated name of the one that was asked for counts
    ///   as the same, so that it is found again
    Optional<Wire> keep(String answered, Json json) {
        String name = ModelNames.same(model, answered) ? model : answered;
        return Optional.of(new Wire(provider, name, JsonText.write(json)));
    }

    private static Optional<Json> read(String json) {
        try {
            return Optional.of(JsonText.read(json));
        } catch (JsonException _) {
            // A damaged session file: the plain fields still tell the story.
            return Optional.empty();
        }
    }
}
