package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The requests of `src/test/escape/proxy.requests`, each judged by what the server behind the
/// proxy got: nothing, unless the case says what arrives.
final class ProxyRequestsTest {
    @TempDir Path folder;

    /// One case.
    ///
    /// @param statuses of the answers, in order
    /// @param arrives the first lines of what the server gets
    record Case(
            String title,
            List<String> rows,
            List<String> allowed,
            String sent,
            List<String> statuses,
            List<String> arrives) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String block : Files.readString(file()).split("(^|\\n)== ")) {
            if (!block.isBlank()) {
                cases.add(parse(block));
            }
        }
        return cases.stream();
    }

    private static Path file() {
        return EscapeSuiteTest.root().resolve("src/test/escape/proxy.requests");
    }

    private static Case parse(String block) throws IOException {
        List<String> lines = block.lines().toList();
        String title = lines.getFirst();
        String rows = title.substring(title.lastIndexOf('(') + 1, title.length() - 1);
        List<String> allowed = new ArrayList<>();
        List<String> statuses = new ArrayList<>();
        List<String> arrives = new ArrayList<>();
        StringBuilder sent = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("allow ")) {
                allowed.add(line.substring("allow ".length()));
            } else if (line.startsWith(">")) {
                sent.append(line.substring(1).stripLeading()).append("\r\n");
            } else if (line.startsWith("< ")) {
                statuses.add(line.substring(2));
            } else if (line.startsWith("arrives ")) {
                arrives.add(line.substring("arrives ".length()));
            } else {
                throw new IOException("unknown line in " + title + ": " + line);
            }
        }
        return new Case(
                title, List.of(rows.split(", ")), allowed, sent.toString(), statuses, arrives);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredAsTheFileSaysAndNothingElseArrives(Case tried) throws Exception {
        try (FakeUpstream server = FakeUpstream.plain(_ -> FakeUpstream.ok("hello"));
                ProxyBench bench =
                        new ProxyBench(
                                folder.resolve("net"),
                                NetworkSettings.DEFAULT,
                                SSLContext.getDefault(),
                                tried.allowed().toArray(String[]::new))) {
            bench.host("good.example", "93.184.216.34", 80, server)
                    .host("evil.example", "93.184.216.35", 80, server);
            bench.ports.put("93.184.216.34:443", server.port());
            bench.addresses.put("inside.example", List.of("10.1.2.3"));
            bench.addresses.put("metadata.example", List.of("169.254.169.254"));
            bench.ports.put("10.1.2.3:80", server.port());
            bench.ports.put("169.254.169.254:80", server.port());

            String answer = bench.send(tried.sent());

            List<String> statuses = new ArrayList<>();
            for (int at = answer.indexOf("HTTP/1.1 "); at >= 0; ) {
                statuses.add(answer.substring(at + 9, at + 12));
                at = answer.indexOf("HTTP/1.1 ", at + 1);
            }
            assertEquals(tried.statuses(), statuses, answer);
            assertEquals(
                    tried.arrives(),
                    server.requests().stream()
                            .map(request -> request.substring(0, request.indexOf('\r')))
                            .toList());
        }
    }
}
