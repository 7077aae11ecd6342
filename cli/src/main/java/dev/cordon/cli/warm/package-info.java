/// A warm process that runs whole command lines for a small native client: the start of a runtime,
/// of its classes and of its cryptography is paid once and not by every `cordon exec`.
///
/// The client and its protocol are in `distribution/src/main/c/cordon-warm.c`. A run is taken only
/// if the kernel's facts about the caller and the environment are those of this process, so that
/// being warm changes nothing but the time; else the client starts a cold process.
@NullMarked
package dev.cordon.cli.warm;

import org.jspecify.annotations.NullMarked;
