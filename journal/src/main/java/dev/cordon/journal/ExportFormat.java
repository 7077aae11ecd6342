package dev.cordon.journal;

import dev.cordon.protocol.JsonText;
import java.util.Locale;
import java.util.Optional;

/// A form in which entries leave the journal, one line each.
///
/// @see <a href="https://schema.ocsf.io/1.8.0">OCSF 1.8.0</a>
public enum ExportFormat {
    /// The entry as JSON.
    JSONL {
        @Override
        public String line(StoredEntry entry, String version) {
            return JsonText.write(entry.json());
        }
    },
    /// The Open Cybersecurity Schema Framework.
    OCSF {
        @Override
        public String line(StoredEntry entry, String version) {
            return JsonText.write(OcsfEvent.of(entry, version));
        }
    },
    /// ArcSight's Common Event Format.
    CEF {
        @Override
        public String line(StoredEntry entry, String version) {
            return CefEvent.of(entry, version);
        }
    };

    /// The entry without its newline.
    ///
    /// @param version of Cordon
    public abstract String line(StoredEntry entry, String version);

    /// The format of that name.
    public static Optional<ExportFormat> named(String name) {
        for (ExportFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
