/// The command line, and the only place that wires concrete classes together.
@NullMarked
package dev.cordon.cli;

import org.jspecify.annotations.NullMarked;
