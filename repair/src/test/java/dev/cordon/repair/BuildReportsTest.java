package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildReportsTest {
    /// As Surefire 3.5 writes it, shortened.
    private static final String SUREFIRE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0.2"
              name="org.example.AccountTest" time="0.05" tests="3" errors="1" skipped="0" failures="1">
              <properties><property name="java.version" value="25"/></properties>
              <testcase name="depositsAddUp" classname="org.example.AccountTest" time="0.02">
                <failure message="expected: &lt;250&gt; but was: &lt;50&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError: expected]]></failure>
              </testcase>
              <testcase name="nothing" classname="org.example.AccountTest" time="0.001"/>
              <testcase name="divides" classname="org.example.AccountTest" time="0.001">
                <error message="/ by zero" type="java.lang.ArithmeticException">java.lang.ArithmeticException: / by zero
                at org.example.Account.share(Account.java:9)</error>
                <system-out><![CDATA[<failure message="printed by the test"/>]]></system-out>
              </testcase>
            </testsuite>
            """;

    /// As Gradle 4.4.1 wrote it, shortened. Its message begins with the type.
    private static final String GRADLE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="RingStackTest" tests="3" skipped="0" failures="1" errors="0" timestamp="2026-11-21T09:57:37" hostname="vm" time="0.071">
              <properties/>
              <testcase name="forgetsTheOldest" classname="RingStackTest" time="0.07">
                <failure message="java.lang.ArrayIndexOutOfBoundsException: Index 2 out of bounds for length 2" type="java.lang.ArrayIndexOutOfBoundsException">java.lang.ArrayIndexOutOfBoundsException: Index 2 out of bounds for length 2
                at RingStack.push(RingStack.java:12)
            </failure>
              </testcase>
              <testcase name="pushesAndPops" classname="RingStackTest" time="0.001"/>
              <system-out><![CDATA[]]></system-out>
            </testsuite>
            """;

    @TempDir private Path root;

    private Path file(String name, String text, long second) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000));
    }

    private BuildReports fresh() {
        return BuildReports.fresh(
                new JavaProject(
                        root,
                        JavaProject.BuildTool.MAVEN,
                        List.of(Path.of("src/main/java/A.java")),
                        List.of(Path.of("src/test/java/ATest.java")),
                        List.of(),
                        List.of(),
                        "platform",
                        OptionalInt.empty(),
                        "mvn test",
                        List.of()));
    }

    private void sources(long second) throws IOException {
        file("src/main/java/A.java", "class A {}", second);
        file("src/test/java/ATest.java", "class ATest {}", second);
    }

    @Test
    void tellsWhichTestsFailedAndWhy() throws IOException {
        sources(10);
        file("target/surefire-reports/TEST-org.example.AccountTest.xml", SUREFIRE, 20);
        file("app/build/test-results/test/TEST-RingStackTest.xml", GRADLE, 20);

        assertEquals(
                new BuildReports(
                        5,
                        List.of(
                                "RingStackTest.forgetsTheOldest:"
                                        + " java.lang.ArrayIndexOutOfBoundsException: Index 2 out of"
                                        + " bounds for length 2",
                                "org.example.AccountTest.depositsAddUp:"
                                        + " org.opentest4j.AssertionFailedError: expected: <250> but"
                                        + " was: <50>",
                                "org.example.AccountTest.divides: java.lang.ArithmeticException: /"
                                        + " by zero")),
                fresh());
    }

    @Test
    void forgetsWhatIsOlderThanTheSources() throws IOException {
        sources(30);
        file("target/surefire-reports/TEST-org.example.AccountTest.xml", SUREFIRE, 20);

        assertEquals(new BuildReports(0, List.of()), fresh());
    }

    @Test
    void readsNothingElseThatLooksLikeAReport() throws IOException {
        sources(10);
        file("src/test/resources/TEST-x.xml", SUREFIRE, 20);
        file("target/surefire-reports/other.xml", SUREFIRE, 20);

        assertEquals(new BuildReports(0, List.of()), fresh());
    }

    @Test
    void aBrokenReportHasNoTests() throws IOException {
        Path cut = file("TEST-cut.xml", SUREFIRE.substring(0, 900), 20);

        assertEquals(new BuildReports(0, List.of()), BuildReports.read(cut));
    }

    @Test
    void aReportCannotMakeItReadOtherFiles() throws IOException {
        file("secret.txt", "s3cret", 1);
        Path hostile =
                file(
                        "TEST-hostile.xml",
                        "<!DOCTYPE t [<!ENTITY s SYSTEM \""
                                + root.resolve("secret.txt").toUri()
                                + "\">]><testsuite><testcase name='a' classname='B'><failure"
                                + " message='x' type='t'>&s;</failure></testcase></testsuite>",
                        20);

        assertEquals(false, BuildReports.read(hostile).toString().contains("s3cret"));
    }
}
