package dev.cordon.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/// A repository with one artefact, `org.example.cordon:missing:1.2`, below `/maven2`.
final class FakeRepository {
    private FakeRepository() {}

    static FakeUpstream open() throws Exception {
        Map<String, String> served = new HashMap<>();
        publish(served);
        return FakeUpstream.plain(start -> {
            String[] words = start.split(" ", -1);
            String body = served.get(words[1]);
            if (body == null) {
                return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
            }
            String whole = FakeUpstream.ok(body);
            return words[0].equals("HEAD")
                    ? whole.substring(0, whole.length() - body.length())
                    : whole;
        });
    }

    private static void publish(Map<String, String> served) throws Exception {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar)) {
            out.putNextEntry(new ZipEntry("missing.txt"));
            out.write('x');
        }
        String path = "/maven2/org/example/cordon/missing/1.2/missing-1.2";
        put(served, path + ".jar", jar.toString(StandardCharsets.ISO_8859_1));
        put(
                served,
                path + ".pom",
                "<project><modelVersion>4.0.0</modelVersion><groupId>org.example.cordon</groupId>"
                        + "<artifactId>missing</artifactId><version>1.2</version></project>");
    }

    private static void put(Map<String, String> served, String path, String content)
            throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        served.put(path, content);
        served.put(
                path + ".sha1",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes)));
    }
}
