package dev.cordon.model;

import dev.cordon.protocol.Content;

/// Pictures in requests.
final class Pictures {
    private Pictures() {}

    static String dataUrl(Content.Image image) {
        return "data:" + image.mediaType() + ";base64," + image.base64();
    }

    /// What a model reads that sees no pictures.
    static String leftOut(Content.Image image) {
        return "[picture " + image.name() + " left out: this model cannot see pictures]";
    }
}
