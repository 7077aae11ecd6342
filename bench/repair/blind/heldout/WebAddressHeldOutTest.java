import static org.junit.jupiter.api.Assertions.*;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WebAddressHeldOutTest {
    @Test
    void hostsAndPorts() {
        assertEquals("h", WebAddress.parse("https://h:1").host());
        assertEquals(1, WebAddress.parse("https://h:1").port());
        assertEquals(80, WebAddress.parse("ftp://h").port());
        assertEquals("ftp", WebAddress.parse("FTP://h").scheme());
        assertThrows(NumberFormatException.class, () -> WebAddress.parse("http://h:/"));
        assertEquals("a:b", WebAddress.parse("http://a:b:3/").host());
    }

    @Test
    void paths() {
        assertEquals("/", WebAddress.parse("http://h/").path());
        assertEquals("/", WebAddress.parse("http://h/a/..").path());
        assertEquals("/", WebAddress.parse("http://h/a/../").path());
        assertEquals("/b/", WebAddress.parse("http://h/a/../b/").path());
        assertEquals("/...", WebAddress.parse("http://h/...").path());
        assertEquals("/a:b", WebAddress.parse("http://h/a:b").path());
    }

    @Test
    void queries() {
        assertEquals(Map.of(), WebAddress.parse("http://h/?").query());
        assertEquals(Map.of("", "1"), WebAddress.parse("http://h/?=1").query());
        assertEquals(Map.of("a", "2"), WebAddress.parse("http://h/?a=1&a=2").query());
        assertEquals(Map.of("a", "", "b", "?"), WebAddress.parse("http://h/?a=&b=?").query());
        assertEquals(Map.of("u", "http://x/"), WebAddress.parse("http://h/?u=http://x/").query());
        assertEquals(Map.of(), WebAddress.parse("http://h/#?a=1").query());
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(9);
        String[] pieces = {"http://", "https://", "h", "x.y", ":8", ":", "/", "/..", "/.", "/a", "?", "k=v", "&", "=", "#", "+", "B"};
        for (int round = 0; round < 4000; round++) {
            StringBuilder made = new StringBuilder(compare.pick("http://h", "HTTPS://h:9/a", ""));
            for (int n = compare.below(9); n > 0; n--) {
                made.append(compare.pick(pieces));
            }
            String text = made.toString();
            compare.same(text, () -> WebAddressOriginal.parse(text).toString().substring(18), () -> WebAddress.parse(text).toString().substring(10));
        }
    }
}
