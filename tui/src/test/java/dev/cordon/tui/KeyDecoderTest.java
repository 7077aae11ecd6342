package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyDecoderTest {
    private final List<Input> seen = new ArrayList<>();
    private final KeyDecoder decoder = new KeyDecoder(seen::add);

    private List<Input> decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        decoder.feed(bytes, 0, bytes.length);
        return seen;
    }

    private static Input.Press key(Input.Name name) {
        return Input.Press.of(name);
    }

    @Test
    void lettersOfAnyLengthAreCharacters() {
        assertEquals(
                List.of(
                        Input.Press.character('a'),
                        Input.Press.character('ä'),
                        Input.Press.character('漢'),
                        Input.Press.character(0x1f600)),
                decode("aä漢😀"));
    }

    @Test
    void controlCharactersAreKeys() {
        assertEquals(
                List.of(
                        key(Input.Name.ENTER),
                        Input.Press.control('j'),
                        key(Input.Name.TAB),
                        key(Input.Name.BACKSPACE),
                        Input.Press.control('c'),
                        Input.Press.control(' ')),
                decode("\r\n\t\u007f\u0003\u0000"));
    }

    @Test
    void arrowsComeInBothModes() {
        assertEquals(
                List.of(
                        key(Input.Name.UP),
                        key(Input.Name.UP),
                        new Input.Press(Input.Name.RIGHT, 0, true, false, false),
                        key(Input.Name.HOME),
                        key(Input.Name.DELETE),
                        key(Input.Name.PAGE_UP)),
                decode("\u001b[A\u001bOA\u001b[1;5C\u001b[1~\u001b[3~\u001b[5~"));
    }

    @Test
    void shiftTabAndAltAreTold() {
        assertEquals(
                List.of(
                        new Input.Press(Input.Name.TAB, 0, false, false, true),
                        Input.Press.alt('b'),
                        new Input.Press(Input.Name.BACKSPACE, 0, false, true, false),
                        new Input.Press(Input.Name.ENTER, 0, false, true, false)),
                decode("\u001b[Z\u001bb\u001b\u007f\u001b\r"));
    }

    @Test
    void theKittyProtocolAndModifyOtherKeysGiveTheSameKeys() {
        assertEquals(
                List.of(
                        new Input.Press(Input.Name.ENTER, 0, false, false, true),
                        Input.Press.control('c'),
                        key(Input.Name.ESCAPE),
                        new Input.Press(Input.Name.ENTER, 0, false, false, true)),
                decode("\u001b[13;2u\u001b[99;5u\u001b[27u\u001b[27;2;13~"));
    }

    @Test
    void aReleasedKeyIsNoKey() {
        assertEquals(List.of(), decode("\u001b[97;1:3u\u001b[1;1:3A"));
    }

    @Test
    void aLoneEscapeIsAKeyOnlyWhenNothingFollowed() {
        decode("\u001b");
        assertTrue(decoder.waiting());
        assertEquals(List.of(), seen);

        decoder.quiet();

        assertEquals(List.of(key(Input.Name.ESCAPE)), seen);
        assertFalse(decoder.waiting());
    }

    @Test
    void twoEscapesAreTwoKeys() {
        decode("\u001b\u001b");
        decoder.quiet();
        assertEquals(List.of(key(Input.Name.ESCAPE), key(Input.Name.ESCAPE)), seen);
    }

    @Test
    void aPasteIsOneThingWhateverItHolds() {
        assertEquals(
                List.of(new Input.Paste("y\r\n\u001b[A\u0003 \u001b[201 end", false)),
                decode("\u001b[200~y\r\n\u001b[A\u0003 \u001b[201 end\u001b[201~"));
    }

    @Test
    void aPasteOfAMegabyteComesInPieces() {
        String text = "0123456789abcde\n".repeat(64 * 1024);
        decode("\u001b[200~");
        for (int at = 0; at < text.length(); at += 4093) {
            decode(text.substring(at, Math.min(text.length(), at + 4093)));
        }
        decode("\u001b[20");
        decode("1~x");
        assertEquals(List.of(new Input.Paste(text, false), Input.Press.character('x')), seen);
    }

    @Test
    void aPasteWithoutEndIsBounded() {
        decode("\u001b[200~");
        byte[] block = new byte[1024 * 1024];
        Arrays.fill(block, (byte) 'x');
        for (int i = 0; i < 9; i++) {
            decoder.feed(block, 0, block.length);
        }
        decode("\u001b[201~");
        Input.Paste paste = (Input.Paste) seen.getFirst();
        assertEquals(KeyDecoder.MAX_PASTE_BYTES, paste.text().length());
        assertTrue(paste.cut());
    }

    @Test
    void focusIsReported() {
        assertEquals(
                List.of(new Input.Focus(true), new Input.Focus(false)), decode("\u001b[I\u001b[O"));
    }

    @Test
    void answersOfTheTerminalAreNoKeys() {
        assertEquals(
                List.of(
                        new Input.Report('y', "?2026;2$"),
                        new Input.Report(KeyDecoder.COMMAND, "11;rgb:0000/0000/0000"),
                        Input.Press.character('a')),
                decode("\u001b[?2026;2$y\u001b]11;rgb:0000/0000/0000\u001b\\\u001bP1$r\u0007a"));
    }

    @Test
    void bytesThatAreNoUtf8BecomeReplacementCharacters() {
        byte[] bytes = {(byte) 0xc3, 'a', (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'b'};
        decoder.feed(bytes, 0, bytes.length);
        assertEquals(
                List.of(0xfffd, (int) 'a', 0xfffd, 0xfffd, (int) 'b'),
                seen.stream().map(i -> ((Input.Press) i).codePoint()).toList());
    }

    @Test
    void noBytesMakeItThrowAndWhatFollowsIsReadAgain() {
        Random random = new Random(7);
        String bits = "\u001b[]O0123;:?$~uAZMIPX_^\\\u0007\u0000\u009b\r\nxé漢";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(bits.charAt(random.nextInt(bits.length())));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(8) == 0 ? (byte) random.nextInt(256) : bytes[i];
            }
            List<Input> inputs = new ArrayList<>();
            KeyDecoder fuzzed = new KeyDecoder(inputs::add);
            int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            fuzzed.feed(bytes, 0, cut);
            if (random.nextBoolean()) {
                fuzzed.quiet();
            }
            fuzzed.feed(bytes, cut, bytes.length - cut);
            // Ends every string, sequence and paste, and then is itself.
            byte[] end = "\u001b\\\u001b[201~\u0007\u001b[201~z".getBytes(StandardCharsets.UTF_8);
            fuzzed.feed(end, 0, end.length);
            assertEquals(Input.Press.character('z'), inputs.getLast(), Arrays.toString(bytes));
        }
    }

    @Test
    void itDoesNotMatterWhereTheBytesAreCut() {
        String text = "a\u001b[1;5Cé\u001b[200~p\u001bq\u001b[201~\u001b[99;5u漢\u001bOB\u001b[I";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Input> whole = List.copyOf(decode(text));
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<Input> parts = new ArrayList<>();
            KeyDecoder other = new KeyDecoder(parts::add);
            other.feed(bytes, 0, cut);
            other.feed(bytes, cut, bytes.length - cut);
            assertEquals(whole, parts, "cut at " + cut);
        }
    }
}
