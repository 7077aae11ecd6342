/// The words that all modules share: operations, events, items, actions, confinements, decisions.
///
/// Everything here is an immutable value that can be written as JSON and read back. Nothing here
/// does I/O, and nothing here knows a provider, a rule language or an operating system.
@NullMarked
package dev.cordon.protocol;

import org.jspecify.annotations.NullMarked;
