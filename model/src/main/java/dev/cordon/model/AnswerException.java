package dev.cordon.model;

/// Ends the reading of an answer with a fault.
final class AnswerException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    AnswerException(Fault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
