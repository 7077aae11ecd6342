package dev.cordon.repair;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What the last run of the build wrote about its tests: the `TEST-*.xml` files of Maven's Surefire
/// and of Gradle, which have one form.
///
/// @param tests how many test cases the fresh reports have; 0 if the build never came to the tests
/// @param failing the failing ones, as `class.method: type: first line of the message`
/// @see <a
///   href="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report-3.0.2.xsd">Surefire's
///   report schema</a>
record BuildReports(int tests, List<String> failing) {
    private static final int MAX_DEPTH = 7;
    private static final int MAX_REPORTS = 4000;
    private static final int MAX_REPORT_BYTES = 16 * 1024 * 1024;
    private static final int MAX_MESSAGE_CHARS = 200;

    BuildReports {
        failing = List.copyOf(failing);
    }

    /// Reads the reports that are no older than any source. An older report tells of other code.
    static BuildReports fresh(JavaProject project) {
        FileTime newest = FileTime.fromMillis(0);
        List<Path> sources = new ArrayList<>(project.main());
        sources.addAll(project.tests());
        try {
            for (Path source : sources) {
                FileTime time = Files.getLastModifiedTime(project.root().resolve(source));
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
            int tests = 0;
            List<String> failing = new ArrayList<>();
            for (Path report : reports(project.root())) {
                if (Files.getLastModifiedTime(report).compareTo(newest) >= 0) {
                    BuildReports one = read(report);
                    tests += one.tests();
                    failing.addAll(one.failing());
                }
            }
            return new BuildReports(tests, failing);
        } catch (IOException e) {
            throw new UncheckedIOException("a test report cannot be read", e);
        }
    }

    private static List<Path> reports(Path root) throws IOException {
        try (var files =
                Files.find(
                        root,
                        MAX_DEPTH,
                        (path, attributes) ->
                                attributes.isRegularFile()
                                        && attributes.size() <= MAX_REPORT_BYTES
                                        && isReport(root.relativize(path)))) {
            return files.sorted().limit(MAX_REPORTS).toList();
        }
    }

    private static boolean isReport(Path path) {
        String name = path.getFileName().toString();
        if (!name.startsWith("TEST-") || !name.endsWith(".xml")) {
            return false;
        }
        for (Path part : path) {
            String folder = part.toString();
            if (folder.equals("surefire-reports") || folder.equals("test-results")) {
                return true;
            }
        }
        return false;
    }

    /// Reads one report. A file that is no report has no tests.
    static BuildReports read(Path report) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // A report is a file of the repository: it may not make this process read others.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        int tests = 0;
        String name = "";
        List<String> failing = new ArrayList<>();
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (xml.getLocalName()) {
                    case "testcase" -> {
                        tests++;
                        name = attribute(xml, "classname") + "." + attribute(xml, "name");
                    }
                    case "failure", "error" -> failing.add(name + ": " + reason(xml));
                    default -> {
                        // Output of tests, properties, flaky runs that passed in the end.
                    }
                }
            }
        } catch (XMLStreamException _) {
            return new BuildReports(0, List.of());
        }
        return new BuildReports(tests, failing);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private static String reason(XMLStreamReader xml) {
        String first = attribute(xml, "message").lines().findFirst().orElse("");
        String message =
                first.length() > MAX_MESSAGE_CHARS
                        ? first.substring(0, MAX_MESSAGE_CHARS) + "..."
                        : first;
        String type = attribute(xml, "type");
        if (message.isEmpty() || message.startsWith(type)) {
            return message.isEmpty() ? type : message;
        }
        return type + ": " + message;
    }
}
