package dev.cordon.tui;

/// What a piece of text means. A theme decides how that looks, so that nothing but the theme knows
/// a colour.
enum Role {
    TEXT,
    DIM,
    ACCENT,
    USER,
    HEADING,
    STRONG,
    EMPHASIS,
    CODE,
    LINK,
    QUOTE,
    SUCCESS,
    WARNING,
    ERROR,
    ADDED,
    REMOVED,
    ADDED_WORD,
    REMOVED_WORD,
    HUNK,
    KEYWORD,
    TYPE,
    STRING,
    NUMBER,
    COMMENT,
    SELECTED
}
