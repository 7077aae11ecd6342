package dev.cordon.repair;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The JUnit Platform of the project, 1.0 (JUnit 5) or newer. Only methods that all of its versions
/// have are called.
final class PlatformFramework implements Framework {
    private final Launcher launcher = LauncherFactory.create();

    @Override
    public List<String> discover(List<Class<?>> classes) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (Class<?> type : classes) {
            selectors.add(DiscoverySelectors.selectClass(type));
        }
        // Containers that make their tests while they run (parameters, factories) count as one
        // test: their children have no ids yet.
        Set<String> ids = new LinkedHashSet<>();
        TestPlan plan = launcher.discover(request(selectors));
        for (TestIdentifier root : plan.getRoots()) {
            for (TestIdentifier test : plan.getDescendants(root)) {
                boolean leaf = plan.getChildren(test).isEmpty();
                if (test.isTest() || (leaf && test.getUniqueId().contains("/[test-"))) {
                    ids.add(test.getUniqueId());
                }
            }
        }
        return List.copyOf(ids);
    }

    @Override
    public void run(List<String> ids, ClassLoader loader, Sink sink) {
        for (String id : ids) {
            if (sink.enough()) {
                return;
            }
            One one = new One(id, sink);
            sink.started(id);
            launcher.execute(request(List.of(DiscoverySelectors.selectUniqueId(id))), one);
            one.report();
        }
    }

    private static LauncherDiscoveryRequest request(List<DiscoverySelector> selectors) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors.toArray(new DiscoverySelector[0]))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .configurationParameter(
                        "junit.platform.reporting.output.dir", System.getProperty("java.io.tmpdir"))
                .build();
    }

    /// Joins what is heard while one test, or one container of tests, runs.
    private static final class One implements TestExecutionListener {
        private final String id;
        private final Sink sink;
        private final List<Throwable> failures = new ArrayList<>();
        private int finished;

        One(String id, Sink sink) {
            this.id = id;
            this.sink = sink;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
                if (result.getStatus() != TestExecutionResult.Status.ABORTED) {
                    finished++;
                }
            }
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                failures.add(
                        result.getThrowable()
                                .orElseGet(() -> new IllegalStateException("failed silently")));
            }
        }

        void report() {
            if (!failures.isEmpty()) {
                sink.failed(id, failures.getFirst());
            } else if (finished > 0) {
                sink.passed(id);
            } else {
                sink.skipped(id);
            }
        }
    }
}
