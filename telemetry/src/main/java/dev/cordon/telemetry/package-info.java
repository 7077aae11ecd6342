/// Logs, metrics and traces of sessions over OTLP.
@NullMarked
package dev.cordon.telemetry;

import org.jspecify.annotations.NullMarked;
