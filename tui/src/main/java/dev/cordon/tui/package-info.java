/// The terminal UI: finished blocks go once into the native scrollback, a small live region below
/// them is redrawn by difference.
@NullMarked
package dev.cordon.tui;

import org.jspecify.annotations.NullMarked;
