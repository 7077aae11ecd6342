package dev.cordon.policy;

/// An expression is wrong or cannot be evaluated, with a sentence that says where.
final class CelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CelException(String message) {
        // Raised and absorbed in the middle of evaluation: a stack trace would cost more than all
        // the rest.
        super(message, null, false, false);
    }

    static CelException at(String source, int offset, String sentence) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset && i < source.length(); i++) {
            if (source.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        String place = line == 1 ? "" : "line " + line + ", ";
        return new CelException(
                sentence
                        + " ("
                        + place
                        + "character "
                        + (offset - start + 1)
                        + " of the condition)");
    }
}
