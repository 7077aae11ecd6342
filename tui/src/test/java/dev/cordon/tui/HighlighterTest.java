package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HighlighterTest {
    /// The words of a line that have a role, as `ROLE:word`.
    private static String roles(String language, String... lines) {
        Highlighter highlighter = new Highlighter(language);
        StringBuilder out = new StringBuilder();
        for (String line : lines) {
            StringBuilder whole = new StringBuilder();
            for (Span span : highlighter.line(line)) {
                whole.append(span.text());
                if (span.role() != Role.TEXT) {
                    out.append(out.isEmpty() ? "" : " ").append(span.role()).append(':');
                    out.append(span.text());
                }
            }
            assertEquals(line, whole.toString());
        }
        return out.toString();
    }

    @Test
    void javaHasItsKeywordsTypesStringsAndComments() {
        assertEquals(
                "KEYWORD:final TYPE:String STRING:\"a\\\"b\" NUMBER:0x1F COMMENT:// end",
                roles("java", "final String s = \"a\\\"b\" + 0x1F; // end"));
        assertEquals("TYPE:@Test KEYWORD:void", roles("java", "@Test void f()"));
    }

    @Test
    void aCommentAndATextBlockGoOnOverLines() {
        assertEquals(
                "COMMENT:/* one COMMENT:two */ KEYWORD:int NUMBER:3",
                roles("java", "/* one", "two */ int x = 3;"));
        assertEquals(
                "KEYWORD:return STRING:\"\"\" STRING:a \" b STRING:\"\"\"",
                roles("java", "return \"\"\"", "a \" b", "\"\"\";"));
    }

    @Test
    void aStringWithoutAnEndEndsWithItsLine() {
        assertEquals("STRING:\"abc KEYWORD:int", roles("java", "\"abc", "int x;"));
    }

    @Test
    void otherLanguagesFollowTheirTables() {
        assertEquals(
                "KEYWORD:def STRING:'x' KEYWORD:None COMMENT:# no",
                roles("python", "def f(a='x'): None # no"));
        assertEquals(
                "KEYWORD:fn TYPE:u8 KEYWORD:let NUMBER:1u8",
                roles("rust", "fn f<'a>(x: &'a u8) { let y = 1u8; }"));
        assertEquals(
                "KEYWORD:func STRING:`raw STRING:more` NUMBER:2",
                roles("go", "func x `raw", "more` 2"));
        assertEquals(
                "KEYWORD:const STRING:`t ${x}` KEYWORD:await",
                roles("ts", "const a = `t ${x}`; await b"));
        assertEquals(
                "KEYWORD:fun KEYWORD:val STRING:\"s\"", roles("kt", "fun f() { val x = \"s\" }"));
        assertEquals(
                "KEYWORD:#include KEYWORD:return NUMBER:0",
                roles("cpp", "#include <x>", "return 0;"));
        assertEquals(
                "KEYWORD:SELECT KEYWORD:from KEYWORD:where STRING:'x' COMMENT:-- c",
                roles("sql", "SELECT a from t where b = 'x' -- c"));
        assertEquals(
                "KEYWORD:echo STRING:\"$HOME\" TYPE:$x COMMENT:# c",
                roles("bash", "echo \"$HOME\" $x a#b # c"));
        assertEquals(
                "TYPE:\"a\" NUMBER:1.5 TYPE:\"b\" KEYWORD:null STRING:\"c\"",
                roles("json", "{\"a\": 1.5, \"b\" : [null, \"c\"]}"));
        assertEquals("TYPE:name STRING:\"x\" COMMENT:# c", roles("yaml", "name: \"x\" # c"));
        assertEquals("TYPE:key KEYWORD:true", roles("toml", "key = true"));
    }

    @Test
    void markupDiffAndMarkdownHaveRulesOfTheirOwn() {
        assertEquals(
                "KEYWORD:<a TYPE: href= STRING:\"x>y\" KEYWORD:> KEYWORD:</a>",
                roles("html", "<a href=\"x>y\">t</a>"));
        assertEquals(
                "COMMENT:<!-- a COMMENT:b --> KEYWORD:<br/>", roles("xml", "<!-- a", "b --><br/>"));
        assertEquals(
                "STRONG:--- a HUNK:@@ -1 +1 @@ REMOVED:-x ADDED:+y",
                roles("diff", "--- a", "@@ -1 +1 @@", "-x", "+y", " z"));
        assertEquals(
                "HEADING:# T DIM:```java CODE:# no DIM:``` QUOTE:> q",
                roles("md", "# T", "```java", "# no", "```", "> q"));
    }

    @Test
    void anUnknownLanguageIsShownAsItIs() {
        assertEquals("CODE:int x", roles("brainfuck", "int x"));
        assertEquals("java", Highlighter.languageOf("src/a.b/Main.java"));
        assertEquals("makefile", Highlighter.languageOf("x/Makefile"));
    }

    @Test
    void noLineIsLostAndNoneTakesLong() {
        Random random = new Random(17);
        String alphabet = "\"'`/*-#<>=:$@\\ \tab1_.漢é😀(){}!".replace("\t", "");
        for (String language :
                List.of(
                        "java", "kt", "py", "ts", "rs", "go", "c", "sh", "sql", "json", "yaml",
                        "toml", "html", "diff", "md")) {
            Highlighter highlighter = new Highlighter(language);
            for (int round = 0; round < 2_000; round++) {
                StringBuilder line = new StringBuilder();
                int length = random.nextInt(30);
                for (int i = 0; i < length; i++) {
                    line.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                StringBuilder whole = new StringBuilder();
                highlighter.line(line.toString()).forEach(span -> whole.append(span.text()));
                assertEquals(line.toString(), whole.toString());
            }
        }
        assertTrue(new Highlighter("json").line("{\"a\":1,".repeat(20_000)).size() > 0);
        assertTrue(new Highlighter("html").line("<a ".repeat(50_000)).size() > 0);
        assertTrue(new Highlighter("rust").line("'".repeat(50_000)).size() > 0);
    }
}
