package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shows that a journal only grew between two checkpoints, to somebody who has only this and the
/// journal's public key.
///
/// @param before the older signed note
/// @param after the newer one
/// @param path hashes in hex in the order of RFC 9162
public record ConsistencyProof(String before, String after, List<String> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /// As JSON, for a file.
    public Json.Obj json() {
        return Json.object()
                .put("cordon_consistency", 1)
                .put("before", before)
                .put("after", after)
                .put("path", path)
                .build();
    }

    /// Reads {@link #json()}.
    ///
    /// @throws JsonException if it is no proof of this version
    public static ConsistencyProof read(Json.Obj json) {
        if (json.requireInteger("cordon_consistency") != 1) {
            throw new JsonException("a proof of another version; this program reads version 1");
        }
        return new ConsistencyProof(
                json.requireText("before"), json.requireText("after"), json.texts("path"));
    }

    /// Checks everything: both signatures and the path.
    ///
    /// @param keys the verifiers of the journal's keys, from a source that is trusted
    /// @return why it proves nothing; empty if it is good
    public Optional<String> problem(TrustedKeys keys) {
        try {
            SignedNote older = SignedNote.read(before);
            SignedNote newer = SignedNote.read(after);
            if (!older.origin().equals(newer.origin())) {
                return Optional.of("the checkpoints are of two journals");
            }
            for (SignedNote note : List.of(older, newer)) {
                if (!keys.signed(note)) {
                    return Optional.of(
                            "the checkpoint over "
                                    + note.size()
                                    + " entries is not signed by "
                                    + keys.name());
                }
            }
            List<byte[]> hashes = new ArrayList<>();
            for (String hex : path) {
                hashes.add(Hashes.fromHex(hex));
            }
            return leads(new Hashes(), older, newer, hashes)
                    ? Optional.empty()
                    : Optional.of("the newer checkpoint does not extend the older one");
        } catch (IllegalArgumentException | JsonException e) {
            return Optional.of("the proof is damaged: " + e.getMessage());
        }
    }

    /// The algorithm of RFC 9162, section 2.1.4.2, with all its refusals.
    private static boolean leads(
            Hashes hashes, SignedNote older, SignedNote newer, List<byte[]> path) {
        long first = older.size();
        long second = newer.size();
        if (first <= 0 || first > second) {
            return false;
        }
        if (first == second) {
            return path.isEmpty() && Hashes.same(older.root(), newer.root());
        }
        List<byte[]> rest = new ArrayList<>(path);
        if (Long.bitCount(first) == 1) {
            rest.addFirst(older.root());
        }
        if (rest.isEmpty()) {
            return false;
        }
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = rest.getFirst();
        byte[] sr = fr;
        for (byte[] hash : rest.subList(1, rest.size())) {
            if (sn == 0 || hash.length != Hashes.HASH_BYTES) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = hashes.node(hash, fr);
                sr = hashes.node(hash, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = hashes.node(sr, hash);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Hashes.same(fr, older.root()) && Hashes.same(sr, newer.root());
    }
}
