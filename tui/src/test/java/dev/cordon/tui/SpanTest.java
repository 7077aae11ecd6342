package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 9, 10, 13, 27, 0x7f, 0x80, 0x9b, 0x9f})
    void refusesEveryControlCharacter(int control) {
        String text = "a" + (char) control + "b";
        assertThrows(IllegalArgumentException.class, () -> new Span(text, Role.TEXT));
    }

    @Test
    void aLineIsTheTextOfItsSpans() {
        Line line = Line.of(new Span("+ ", Role.ADDED), new Span("größe", Role.TEXT));
        assertEquals("+ größe", line.text());
    }
}
