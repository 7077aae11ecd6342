package dev.cordon.protocol;

import java.util.List;

/// Something the model asks the user to choose or to say. No permission comes of the answer: what a
/// model may do is asked with a {@link Question}.
///
/// @param id names it within its request
/// @param header a word or two over it
/// @param text the question
/// @param choices what the model offers, the one it recommends first; the user may always say
///   something else
public record InputQuestion(String id, String header, String text, List<Choice> choices) {
    public InputQuestion {
        choices = List.copyOf(choices);
    }

    /// One offer.
    ///
    /// @param label a few words; what comes back if it is chosen
    /// @param description what it means, a sentence; may be empty
    public record Choice(String label, String description) {}

    /// What the user said to one question.
    ///
    /// @param question the id of the question
    /// @param words the labels that were chosen, or words of the user's own; empty if it was passed
    ///   over
    public record Reply(String question, List<String> words) {
        public Reply {
            words = List.copyOf(words);
        }
    }
}
