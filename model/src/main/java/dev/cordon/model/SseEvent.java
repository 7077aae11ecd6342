package dev.cordon.model;

/// One server-sent event.
///
/// @param name the `event` field; empty if it was not sent
/// @param data the `data` lines joined by line feeds; bytes that are not UTF-8 became U+FFFD
record SseEvent(String name, String data) {}
