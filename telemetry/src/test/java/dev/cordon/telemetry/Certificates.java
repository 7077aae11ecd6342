package dev.cordon.telemetry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/// A key with a certificate that it signed itself, made by the JDK's own tool.
///
/// @param certificate in PEM
/// @param key PKCS#8 in PEM
/// @param store with both, under the password {@link #PASSWORD}
record Certificates(String name, Path certificate, Path key, KeyStore store) {
    static final char[] PASSWORD = "changeit".toCharArray();

    /// @param names for example `ip:127.0.0.1` or `dns:other.example`
    static Certificates make(Path folder, String name, String names) throws Exception {
        Path file = folder.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String line =
                "-genkeypair -keyalg EC -validity 2 -storetype PKCS12 -alias "
                        + name
                        + " -dname CN="
                        + name
                        + " -ext san="
                        + names
                        + " -storepass "
                        + new String(PASSWORD)
                        + " -keystore";
        List<String> words = new java.util.ArrayList<>(List.of(tool));
        words.addAll(List.of(line.split(" ", -1)));
        words.add(file.toString());
        Process made = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD);
        byte[] key = store.getKey(name, PASSWORD).getEncoded();
        byte[] certificate = store.getCertificate(name).getEncoded();
        return new Certificates(
                name,
                pem(folder.resolve(name + ".crt"), "CERTIFICATE", certificate),
                pem(folder.resolve(name + ".key"), "PRIVATE KEY", key),
                store);
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
