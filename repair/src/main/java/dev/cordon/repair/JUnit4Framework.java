package dev.cordon.repair;

import java.util.ArrayList;
import java.util.List;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;

/// JUnit 4 without the platform. An id is `class#method`, with JUnit's own name of the method, so
/// that `test[2]` of a parameterised class is one test.
final class JUnit4Framework implements Framework {

    @Override
    public List<String> discover(List<Class<?>> classes) {
        List<String> ids = new ArrayList<>();
        for (Class<?> type : classes) {
            collect(type, Request.aClass(type).getRunner().getDescription(), ids);
        }
        return ids;
    }

    private static void collect(Class<?> type, Description node, List<String> ids) {
        String method = node.getMethodName();
        if (node.isTest() && method != null && !method.equals("initializationError")) {
            ids.add(type.getName() + "#" + method);
        }
        for (Description child : node.getChildren()) {
            collect(type, child, ids);
        }
    }

    @Override
    public void run(List<String> ids, ClassLoader loader, Sink sink) {
        for (String id : ids) {
            if (sink.enough()) {
                return;
            }
            sink.started(id);
            runOne(id, loader, sink);
        }
    }

    private static void runOne(String id, ClassLoader loader, Sink sink) {
        int hash = id.indexOf('#');
        Result result;
        try {
            Class<?> type = Class.forName(id.substring(0, hash), false, loader);
            Request request = Request.aClass(type).filterWith(new ByMethod(id.substring(hash + 1)));
            result = new JUnitCore().run(request);
        } catch (ClassNotFoundException e) {
            sink.failed(id, e);
            return;
        }
        List<Failure> failures = result.getFailures();
        if (!failures.isEmpty()) {
            sink.failed(id, failures.getFirst().getException());
        } else if (result.getRunCount() == 0) {
            sink.skipped(id);
        } else {
            sink.passed(id);
        }
    }

    private static final class ByMethod extends Filter {
        private final String method;

        ByMethod(String method) {
            this.method = method;
        }

        @Override
        public boolean shouldRun(Description description) {
            if (description.isTest()) {
                return method.equals(description.getMethodName());
            }
            for (Description child : description.getChildren()) {
                if (shouldRun(child)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String describe() {
            return method;
        }
    }
}
