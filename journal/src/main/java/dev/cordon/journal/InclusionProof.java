package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shows that an entry is in a journal, to somebody who has only this and the journal's public key.
///
/// @param head the canonical JSON of the entry's head
/// @param payload what the entry says, unless retention took it or it is withheld
/// @param salt in hex; there if the payload is
/// @param index of the entry, from 0
/// @param path hashes in hex, nearest sibling first
/// @param checkpoint the signed note whose root the path leads to
public record InclusionProof(
        String head,
        Optional<Json> payload,
        Optional<String> salt,
        long index,
        List<String> path,
        String checkpoint) {

    public InclusionProof {
        path = List.copyOf(path);
    }

    /// As JSON, for a file.
    public Json.Obj json() {
        return Json.object()
                .put("cordon_proof", 1)
                .put("head", head)
                .putJson("payload", payload)
                .putText("salt", salt)
                .put("index", index)
                .put("path", path)
                .put("checkpoint", checkpoint)
                .build();
    }

    /// Reads {@link #json()}.
    ///
    /// @throws JsonException if it is no proof of this version
    public static InclusionProof read(Json.Obj json) {
        if (json.requireInteger("cordon_proof") != 1) {
            throw new JsonException("a proof of another version; this program reads version 1");
        }
        return new InclusionProof(
                json.requireText("head"),
                json.find("payload"),
                json.text("salt"),
                json.requireInteger("index"),
                json.texts("path"),
                json.requireText("checkpoint"));
    }

    /// Checks everything: payload, head, path and signature.
    ///
    /// @param key the verifier of the journal's key, from a source that is trusted
    /// @return why it proves nothing; empty if it is good
    public Optional<String> problem(VerifierKey key) {
        return problem(TrustedKeys.of(key));
    }

    /// The same, where the journal may have had other keys.
    public Optional<String> problem(TrustedKeys key) {
        Hashes hashes = new Hashes();
        try {
            byte[] headBytes = EntryLine.ascii(head);
            EntryHead read = EntryHead.read(headBytes, 0, headBytes.length);
            SignedNote note = SignedNote.read(checkpoint);
            if (read.sequence() != index) {
                return Optional.of("the head is of entry " + read.sequence() + ", not " + index);
            }
            if (!note.origin().equals(read.log())) {
                return Optional.of("the checkpoint is of another journal, " + note.origin());
            }
            if (!key.signed(note)) {
                return Optional.of("the checkpoint is not signed by " + key.name());
            }
            if (payload.isPresent() && !bound(hashes, read)) {
                return Optional.of("the payload is not what the head binds");
            }
            byte[] leaf = hashes.leaf(headBytes, 0, headBytes.length);
            return leadsTo(hashes, leaf, note)
                    ? Optional.empty()
                    : Optional.of("the path does not lead to the root of the checkpoint");
        } catch (BadEntryException e) {
            return Optional.of("the head is none: " + e.getMessage());
        } catch (IllegalArgumentException | JsonException e) {
            return Optional.of("the proof is damaged: " + e.getMessage());
        }
    }

    private boolean bound(Hashes hashes, EntryHead read) {
        byte[] bytes = CanonicalJson.bytes(payload.orElse(Json.Null.NULL));
        byte[] saltBytes = Hashes.fromHex(salt.orElse(""));
        return saltBytes.length == EntryLine.SALT_BYTES
                && Hashes.same(read.commit(), hashes.commitment(saltBytes, bytes, 0, bytes.length));
    }

    private boolean leadsTo(Hashes hashes, byte[] leaf, SignedNote note) {
        List<byte[]> siblings = new ArrayList<>();
        for (String hex : path) {
            siblings.add(Hashes.fromHex(hex));
        }
        return leads(hashes, leaf, index, note.size(), siblings, note.root());
    }

    /// The algorithm of RFC 9162, section 2.1.3.2, with all its refusals.
    static boolean leads(
            Hashes hashes, byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long first = index;
        long second = size - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            if (second == 0 || sibling.length != Hashes.HASH_BYTES) {
                return false;
            }
            if ((first & 1) == 1 || first == second) {
                hash = hashes.node(sibling, hash);
                while ((first & 1) == 0 && first != 0) {
                    first >>= 1;
                    second >>= 1;
                }
            } else {
                hash = hashes.node(hash, sibling);
            }
            first >>= 1;
            second >>= 1;
        }
        return second == 0 && Hashes.same(hash, root);
    }
}
