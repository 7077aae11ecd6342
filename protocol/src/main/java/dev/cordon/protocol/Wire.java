package dev.cordon.protocol;

/// An item exactly as a provider sent it, to be sent back unchanged.
///
/// Encrypted reasoning and signatures can be read only by the model that made them, so another
/// provider or model gets the item rebuilt from its plain fields, or not at all.
///
/// @param provider the id of the provider, for example `openai`
/// @param model the model that answered
/// @param json the provider's own JSON, one value
public record Wire(String provider, String model, String json) {}
