/// Performs one action under one confinement, behind a boundary that the kernel enforces.
@NullMarked
package dev.cordon.sandbox;

import org.jspecify.annotations.NullMarked;
