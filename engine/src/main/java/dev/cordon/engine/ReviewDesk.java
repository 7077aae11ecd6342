package dev.cordon.engine;

import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Review;
import java.util.List;
import java.util.Optional;

/// What a reviewer may look at of the session that asks it, and where it leaves what it found.
public interface ReviewDesk {

    /// Why no model may answer this question; empty if one may. Policy's word, and final.
    Optional<String> beyondReview(Question question);

    /// What policy understood of the action: its parse, the sandbox it would run in.
    Json.Obj understood(Question question);

    /// The history of the session, oldest first. Only what users said in it can authorise anything.
    List<Item> history();

    /// The text without secrets; a text that comes back changed had some.
    String withoutSecrets(String text);

    /// A request to the reviewer's model goes out.
    ///
    /// @param attempt counted from 1
    void asking(String provider, String model, int items, int attempt);

    /// A review is over. It is journalled with the answer, shown, and its tokens are counted.
    void reviewed(Question question, Review review);
}
