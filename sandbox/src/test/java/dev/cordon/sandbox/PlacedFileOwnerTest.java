package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whose a file is after it was replaced.
final class PlacedFileOwnerTest {
    private record Name(String name) implements GroupPrincipal {
        @Override
        public String getName() {
            return name;
        }
    }

    /// Of a file of this owner and group; nothing else is asked for.
    private record Owned(UserPrincipal owner, GroupPrincipal group) implements PosixFileAttributes {
        Owned(String owner, String group) {
            this(new Name(owner), new Name(group));
        }

        @Override
        public Set<PosixFilePermission> permissions() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileTime lastModifiedTime() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileTime lastAccessTime() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileTime creationTime() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isRegularFile() {
            return true;
        }

        @Override
        public boolean isDirectory() {
            return false;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public Object fileKey() {
            return this;
        }
    }

    /// Notes what is asked of it and refuses some of it, as the system does.
    private record Refusing(String what, List<String> asked, IOException reason)
            implements PosixFileAttributeView {
        private void ask(String name, String value) throws IOException {
            asked.add(name + " " + value);
            if (what.contains(name)) {
                throw reason;
            }
        }

        @Override
        public void setGroup(GroupPrincipal group) throws IOException {
            ask("group", group.getName());
        }

        @Override
        public void setOwner(UserPrincipal owner) throws IOException {
            ask("owner", owner.getName());
        }

        @Override
        public String name() {
            return "posix";
        }

        @Override
        public PosixFileAttributes readAttributes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setPermissions(Set<PosixFilePermission> permissions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipal getOwner() {
            throw new UnsupportedOperationException();
        }
    }

    private static List<String> keep(String refused, IOException reason) throws IOException {
        Refusing view = new Refusing(refused, new ArrayList<>(), reason);
        PlacedFile.keepOwner(view, new Owned("ada", "ada"), new Owned("grace", "wheel"));
        return view.asked();
    }

    @Test
    void whatTheSystemDoesNotPermitIsLeftAndTheRestIsKept() throws IOException {
        IOException denied = new FileSystemException("f", null, "Operation not permitted");

        assertEquals(List.of("group wheel", "owner grace"), keep("group", denied));
        assertEquals(List.of("group wheel", "owner grace"), keep("owner", denied));
        assertEquals(List.of("group wheel", "owner grace"), keep("group owner", denied));
    }

    @Test
    void anythingElseThatFailsIsAFailure() {
        assertThrows(IOException.class, () -> keep("group", new IOException("the disk is gone")));
    }
}
