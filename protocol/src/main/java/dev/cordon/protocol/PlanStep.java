package dev.cordon.protocol;

/// One line of the model's plan.
public record PlanStep(String text, State state) {

    /// How far it is.
    public enum State {
        PENDING,
        IN_PROGRESS,
        COMPLETED
    }
}
