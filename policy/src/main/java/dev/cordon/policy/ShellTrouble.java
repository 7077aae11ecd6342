package dev.cordon.policy;

/// The parser does not understand a script from some place on. Never leaves {@link ShellParser};
/// has no stack trace, since odd scripts are not rare.
final class ShellTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    ShellTrouble(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
