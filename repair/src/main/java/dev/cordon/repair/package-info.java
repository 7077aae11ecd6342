/// A model client without a model: it finds a verified patch for failing tests by search.
///
/// ```
/// EmbeddedModel        asks for commands and patches as a model would; reads and runs nothing itself
///   Worker             the program that exec_command starts inside the sandbox
///     ProjectFinder    Maven, Gradle or plain javac, with its libraries; PythonProject for Python
///     JavaSearch       compile, run, suspect, propose, judge, compare
///       Baseline       which tests fail each time, and which lines each test runs
///       Suspicion      Ochiai and DStar, raised by stack traces and recent changes
///       Proposer       typed edits of the syntax tree, each kind in EditKind
///       Rounds         single changes by rank, then Combinations of them
///       Judge, Batch   many candidates in one compilation, run in warm processes (TestHost)
///       Survivors      patches that all pass, told apart by made-up inputs
/// RepairSearchTool     the same search as a tool of any model
/// ```
@NullMarked
package dev.cordon.repair;

import org.jspecify.annotations.NullMarked;
