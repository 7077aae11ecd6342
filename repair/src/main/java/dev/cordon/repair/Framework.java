package dev.cordon.repair;

import java.util.List;

/// A test framework inside a test host.
interface Framework {

    /// The ids of all tests in the classes, in a stable order.
    List<String> discover(List<Class<?>> classes);

    /// Runs the tests one after the other; `sink` hears of each.
    ///
    /// @param loader loads the classes that the ids name
    void run(List<String> ids, ClassLoader loader, Sink sink);

    /// Gets the tests as they go by.
    interface Sink {
        /// A test begins.
        void started(String id);

        /// It passed.
        void passed(String id);

        /// It failed.
        void failed(String id, Throwable cause);

        /// It was not run.
        void skipped(String id);

        /// Whether the rest is not wanted.
        boolean enough();
    }
}
