/// The tamper-evident record of decisions and effects of all sessions on this machine.
@NullMarked
package dev.cordon.journal;

import org.jspecify.annotations.NullMarked;
