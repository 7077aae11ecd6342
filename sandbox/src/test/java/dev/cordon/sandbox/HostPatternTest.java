package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HostPatternTest {

    private static boolean matches(String pattern, String host, int port) throws RefusedRequest {
        return HostPattern.parse(pattern).matches(NetworkHost.parse(host), port);
    }

    @Test
    void comparesOnLabelBoundaries() throws RefusedRequest {
        assertTrue(matches("example.org", "EXAMPLE.org.", 443));
        assertFalse(matches("example.org", "a.example.org", 443));
        assertTrue(matches("*.example.org", "a.b.example.org", 443));
        assertFalse(matches("*.example.org", "example.org", 443));
        assertFalse(matches("*.example.org", "xexample.org", 443));
        assertFalse(matches("example.org:443", "example.org", 80));
        assertTrue(matches("bücher.example", "xn--bcher-kva.example", 1));
        assertTrue(matches("10.0.0.0/9", "10.127.255.255", 80));
        assertFalse(matches("10.0.0.0/9", "10.128.0.0", 80));
        assertTrue(matches("[2001:DB8::1]:80", "[2001:db8:0:0::1]", 80));
        assertTrue(matches("127.0.0.1", "[::ffff:127.0.0.1]", 80));
        assertFalse(matches("*", "127.0.0.1", 80), "an address needs a rule of its own");
    }

    @Test
    void aCanonicalHostIsItsOwnCanonicalForm() {
        Random random = new Random(5);
        String alphabet = "abcdexyzaZ0123.9-._:[]%@/\\ \u00fc\u3002\uff0e\u2024\0x*";
        int hosts = 0;
        for (int round = 0; round < 30_000; round++) {
            StringBuilder raw = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                String text = NetworkHost.parse(raw.toString()).text();
                hosts++;
                String again = text.indexOf(':') >= 0 ? "[" + text + "]" : text;
                assertEquals(text, NetworkHost.parse(again).text());
                assertEquals(text.toLowerCase(Locale.ROOT), text);
                assertTrue(
                        text.chars()
                                .allMatch(c ->
                                        "abcdef.:-".indexOf(c) >= 0
                                                || Character.isLetterOrDigit(c) && c < 0x80),
                        text);
            } catch (RefusedRequest e) {
                assertEquals(RefusedRequest.Kind.MALFORMED, e.kind());
            }
        }
        assertTrue(hosts > 1_000, "the fuzz must reach hosts: " + hosts);
    }

    @Test
    void onlyGlobalAddressesPassUnlessARuleNamesThem() {
        AddressTable table = new AddressTable(List.of(AddressRange.parse("10.1.0.0/16")));
        for (String address :
                List.of(
                        "10.2.0.1",
                        "127.0.0.1",
                        "169.254.169.254",
                        "172.16.0.1",
                        "192.168.1.1",
                        "100.100.100.200",
                        "168.63.129.16",
                        "0.0.0.0",
                        "224.0.0.1",
                        "255.255.255.255",
                        "198.18.0.1",
                        "::1",
                        "::",
                        "fe80::1",
                        "fd00:ec2::254",
                        "ff02::1",
                        "64:ff9b::a00:1",
                        "2002:a00:1::",
                        "2001::1",
                        "2001:db8::1",
                        "fec0::1",
                        "::127.0.0.1",
                        "8.8.4.4")) {
            assertTrue(
                    table.refusal(
                                    InetAddress.ofLiteral(address),
                                    List.of(InetAddress.ofLiteral("8.8.4.4")))
                            .isPresent(),
                    address);
        }
        for (String address : List.of("10.1.2.3", "93.184.216.34", "2606:4700::1")) {
            assertTrue(table.refusal(InetAddress.ofLiteral(address), List.of()).isEmpty(), address);
        }
    }
}
