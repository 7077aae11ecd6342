package dev.cordon.repair;

/// The kinds of edits, with how usual each is among mistakes that people make.
///
/// The weights are a rank, not a probability. They were chosen by judgement (off-by-one, wrong
/// operator and wrong name first) and were never fitted to data.
enum EditKind {
    RELATION("another comparison", 0.85),
    NEGATION("an inverted condition", 0.6),
    LOGIC("&& or || exchanged", 0.75),
    DROP_TERM("a part of the condition removed", 0.5),
    ADD_TERM("a check added to the condition", 0.4),
    CONSTANT_CONDITION("the condition made constant", 0.22),
    ARITHMETIC("another operator", 0.7),
    OPERANDS_SWAPPED("operands exchanged", 0.5),
    OPERAND_ONLY("one operand kept", 0.35),
    OPERAND_ADDED("a missing operand", 0.3),
    PRECEDENCE("parentheses moved", 0.5),
    OFF_BY_ONE("one more or one less", 0.55),
    NUMBER("another number", 0.6),
    NUMBER_FROM_PROJECT("a number from elsewhere in the project", 0.35),
    FLAG("the other truth value", 0.7),
    TEXT("another text", 0.4),
    TEXT_FROM_TEST("the text that the test expects", 0.9),
    VARIABLE("another variable of the same type", 0.55),
    FIELD("another field of the same type", 0.45),
    TARGET("assigned to another variable", 0.4),
    STEP("counting the other way", 0.6),
    ASSIGNMENT("another assignment operator", 0.5),
    ARGUMENTS_SWAPPED("arguments exchanged", 0.6),
    ARGUMENT_ADDED("a missing argument", 0.4),
    ARGUMENT_DROPPED("an argument removed", 0.35),
    METHOD("another method of the same type", 0.45),
    METHOD_TWIN("the method's counterpart", 0.7),
    CALL_DROPPED("a call removed", 0.35),
    CALL_ADDED("a call added", 0.25),
    EQUALITY("equals instead of ==", 0.8),
    CAST("a wider type", 0.5),
    COPY("a copy instead of the original", 0.4),
    COLLECTION("another collection", 0.35),
    GUARD("a missing check before it", 0.4),
    GUARD_THROWS("a missing refusal", 0.3),
    BASE_CASE("a missing base case", 0.4),
    DELETED("a statement removed", 0.4),
    MOVED("a statement moved", 0.42),
    INSERTED("a statement from a similar place", 0.25),
    STEP_INSERTED("a missing step of the loop", 0.5),
    JUMP("break, continue or return", 0.45),
    BRANCHES_SWAPPED("branches exchanged", 0.5),
    IMPORT("a missing import", 0.9),
    NAME("a misspelt name", 0.85),
    SYNTAX("a missing sign", 0.8),
    SIGNATURE("a declaration that does not fit", 0.5);

    private final String words;
    private final double prior;

    EditKind(String words, double prior) {
        this.words = words;
        this.prior = prior;
    }

    String words() {
        return words;
    }

    double prior() {
        return prior;
    }
}
