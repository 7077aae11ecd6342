/// Configuration and rules. Says what may happen and in which confinement, and does nothing.
@NullMarked
package dev.cordon.policy;

import org.jspecify.annotations.NullMarked;
