/// Session, turn, tools, gate: everything between a front end and the leaves.
@NullMarked
package dev.cordon.engine;

import org.jspecify.annotations.NullMarked;
