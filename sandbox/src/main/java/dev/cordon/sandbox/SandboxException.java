package dev.cordon.sandbox;

/// The confinement could not be set up; nothing ran.
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SandboxError code;

    /// @param message a sentence that says what is missing and how to mend it
    public SandboxException(SandboxError code, String message) {
        super(message);
        this.code = code;
    }

    /// As above, with what caused it.
    public SandboxException(SandboxError code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public SandboxError code() {
        return code;
    }
}
