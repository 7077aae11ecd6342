package dev.cordon.protocol;

import java.util.List;
import java.util.Optional;

/// What a front end asks of a session.
public sealed interface Op {

    /// Starts a turn, or queues one while another runs.
    ///
    /// @param outputSchema a JSON Schema for the last message
    record Submit(List<Content> content, Optional<Json.Obj> outputSchema) implements Op {
        public Submit {
            content = List.copyOf(content);
        }
    }

    /// Adds to the running turn at its next request.
    record Steer(List<Content> content) implements Op {
        public Steer {
            content = List.copyOf(content);
        }
    }

    /// Takes a queued prompt back.
    ///
    /// @param position counted from 0
    record Unqueue(int position) implements Op {}

    /// Puts other words in the place of a queued prompt.
    ///
    /// @param position counted from 0
    record EditQueued(int position, List<Content> content) implements Op {
        public EditQueued {
            content = List.copyOf(content);
        }
    }

    /// Gives a queued prompt another place.
    ///
    /// @param from counted from 0
    /// @param to where it stands afterwards
    record MoveQueued(int from, int to) implements Op {}

    /// Runs what was queued before the session was taken up again; what is queued in a running
    /// session needs no word.
    record RunQueue() implements Op {}

    /// Stops the running turn and everything it started.
    record Interrupt(String by) implements Op {}

    /// Answers a question.
    record Reply(String questionId, Answer answer) implements Op {}

    /// Answers what a model asked the user.
    ///
    /// @param request the id of the request
    /// @param replies empty if the user does not want to answer
    record GiveInput(String request, List<InputQuestion.Reply> replies) implements Op {
        public GiveInput {
            replies = List.copyOf(replies);
        }
    }

    /// Makes the history shorter now.
    record Compact() implements Op {}

    /// Goes back to the state before a turn.
    record Rewind(TurnId turn, RewindWhat what) implements Op {}

    /// What {@link Rewind} restores.
    enum RewindWhat {
        FILES,
        CHAT,
        BOTH
    }

    /// Reviews changes in a context of its own that can change nothing; the conversation gets the
    /// findings as one answer.
    ///
    /// @param of the branch or the commit, or what to look at in words; empty for {@link
    ///   ReviewWhat#UNCOMMITTED}
    record Review(ReviewWhat what, String of) implements Op {}

    /// What {@link Review} looks at.
    enum ReviewWhat {
        /// What is not committed, untracked files included.
        UNCOMMITTED,
        /// This branch since it left another one.
        BASE,
        COMMIT,
        /// What the user says.
        WORDS
    }

    /// Changes a setting for the next turn.
    ///
    /// @param key a configuration key, for example `model`
    record Set(String key, String value) implements Op {}

    /// Runs a command of the user through the same gate.
    record Shell(String command) implements Op {}

    /// Stops a background process.
    record StopProcess(int process) implements Op {}

    /// Gives the session a name.
    record Rename(String name) implements Op {}

    /// Ends the session; the running turn is interrupted.
    record Shutdown() implements Op {}
}
