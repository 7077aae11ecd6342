import static org.junit.jupiter.api.Assertions.*;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WebAddressTest {
    @Test
    void takesAnAddressApart() {
        assertEquals(
                new WebAddress("http", "example.org", 8080, "/a/b", Map.of("x", "1")),
                WebAddress.parse("http://example.org:8080/a/b?x=1"));
    }

    @Test
    void eachSchemeHasItsPort() {
        assertEquals(80, WebAddress.parse("http://h/").port());
        assertEquals(443, WebAddress.parse("HTTPS://h/").port());
    }

    @Test
    void thePathMayBeMissing() {
        WebAddress address = WebAddress.parse("http://h?q=a+b");
        assertEquals("h", address.host());
        assertEquals("/", address.path());
        assertEquals(Map.of("q", "a b"), address.query());
    }

    @Test
    void theQueryKeepsItsOrder() {
        assertEquals("{b=2, a=1, c=}", WebAddress.parse("http://h/?b=2&a=1&&c").query().toString());
    }

    @Test
    void aValueMayHoldAnEqualsSign() {
        assertEquals(Map.of("k", "v=w"), WebAddress.parse("http://h/?k=v=w").query());
    }

    @Test
    void theFragmentIsDropped() {
        WebAddress address = WebAddress.parse("http://h/p?x=1#top?y");
        assertEquals("/p", address.path());
        assertEquals(Map.of("x", "1"), address.query());
    }

    @Test
    void dotsInThePathAreResolved() {
        assertEquals("/a/c", WebAddress.parse("http://h/a/./b/../c").path());
        assertEquals("/x", WebAddress.parse("http://h/../../x").path());
        assertEquals("/a/", WebAddress.parse("http://h/a//").path());
    }

    @Test
    void anAddressHasAScheme() {
        assertThrows(IllegalArgumentException.class, () -> WebAddress.parse("example.org/a"));
        assertThrows(IllegalArgumentException.class, () -> WebAddress.parse("://h"));
    }
}
