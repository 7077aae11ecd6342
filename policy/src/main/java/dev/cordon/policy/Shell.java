package dev.cordon.policy;

import java.util.List;
import java.util.Optional;

/// A shell script as a tree. What the parser does not understand is an {@link Opaque} node, so
/// nothing of a script is ever left out.
///
/// @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">POSIX
///   shell command language</a>
sealed interface Shell {

    /// A program or built-in with its arguments.
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects)
            implements Shell {
        public Simple {
            assignments = List.copyOf(assignments);
            words = List.copyOf(words);
            redirects = List.copyOf(redirects);
        }
    }

    /// Commands joined by `|`, or one command after `!` or `time`.
    record Pipeline(List<Shell> parts, boolean prefixed) implements Shell {
        public Pipeline {
            parts = List.copyOf(parts);
        }
    }

    /// Commands one after the other.
    record Sequence(List<Element> elements) implements Shell {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    /// A command of a sequence and what joins it to the next.
    record Element(Shell command, Join join) {}

    /// What stands after a command.
    enum Join {
        AND,
        OR,
        NEXT,
        BACKGROUND,
        END
    }

    /// `( ... )`, `{ ...; }`, `if`, `for`, `while`, `until`, `case`, `select`, a function, `[[`,
    /// `((`: everything that is more than commands in a row.
    ///
    /// @param keyword what it begins with; `function` for a function
    /// @param words the words that belong to it: the list of `for`, the subject and patterns of
    ///   `case`, the name of a function, the operands of `[[`
    /// @param bodies conditions and bodies in the order of the text
    record Compound(String keyword, List<Word> words, List<Shell> bodies, List<Redirect> redirects)
            implements Shell {
        public Compound {
            words = List.copyOf(words);
            bodies = List.copyOf(bodies);
            redirects = List.copyOf(redirects);
        }
    }

    /// Text that was not understood.
    record Opaque(String text, String reason) implements Shell {}

    /// `NAME=value`, `NAME+=value`, `NAME=(...)`.
    record Assignment(String name, List<Word> values) {
        public Assignment {
            values = List.copyOf(values);
        }
    }

    /// A redirection.
    ///
    /// @param operator for example `>` or `<<-`
    /// @param target the file, the descriptor, or the delimiter of a heredoc
    /// @param heredoc the number of the body in {@link Script#heredocs}, or -1
    record Redirect(String operator, Word target, int heredoc) {
        boolean writes() {
            return operator.indexOf('>') >= 0 && !isDuplicate();
        }

        /// `2>&1` and `<&-`: no file is opened.
        boolean isDuplicate() {
            return operator.endsWith("&")
                    && target.literal().filter(Redirect::isDescriptor).isPresent();
        }

        private static boolean isDescriptor(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c < '0' || c > '9') && !(c == '-' && i == text.length() - 1)) {
                    return false;
                }
            }
            return !text.isEmpty();
        }
    }

    /// A whole script.
    ///
    /// @param heredocs the bodies of heredocs in the order of the text
    record Script(Shell body, List<Word> heredocs) {
        public Script {
            heredocs = List.copyOf(heredocs);
        }
    }

    /// One word before expansion.
    ///
    /// @param parts what it consists of; none for `''`
    /// @param source the text as it was written
    /// @param braces whether it has a brace expansion such as `{a,b}`
    record Word(List<Part> parts, String source, boolean braces) {
        public Word {
            parts = List.copyOf(parts);
        }

        /// The text, if it is the same whatever the state of the shell.
        Optional<String> literal() {
            if (braces) {
                return Optional.empty();
            }
            if (parts.size() == 1) {
                return parts.getFirst() instanceof Text(String text, _)
                        ? Optional.of(text)
                        : Optional.empty();
            }
            StringBuilder out = new StringBuilder();
            for (Part part : parts) {
                if (!(part instanceof Text(String text, _))) {
                    return Optional.empty();
                }
                out.append(text);
            }
            return Optional.of(out.toString());
        }
    }

    /// A piece of a word.
    sealed interface Part {}

    /// Characters that stand for themselves.
    record Text(String text, boolean quoted) implements Part {}

    /// `*`, `?` or `[` that may match names of files.
    record Pattern(char character) implements Part {}

    /// `~` or `~user` at the beginning of a word.
    record Tilde(String user) implements Part {}

    /// `$x`, `${...}`, `$((...))`.
    ///
    /// @param source as it was written
    /// @param inside commands in it
    record Expansion(String source, List<Shell> inside) implements Part {
        public Expansion {
            inside = List.copyOf(inside);
        }
    }

    /// `$(...)`, `<(...)`, `>(...)` or backticks.
    record Substitution(Shell body) implements Part {}
}
