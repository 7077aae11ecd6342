package dev.cordon.engine;

import dev.cordon.protocol.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The items before the first prompt: what Cordon is, what is permitted, what the project says, and
/// where it runs. In this order, because what changes least comes first in a provider's cache.
public final class Instructions {
    /// The text is sent with every request, so its size is a price that everybody pays.
    static final int MAX_BASE_BYTES = 4_000;

    private final String base;
    private final List<String> developer;
    private final Optional<String> skills;
    private final Optional<String> projectDocs;
    private final String environment;

    /// @param base the base instructions, {@link #base()} or the user's own
    /// @param developer further texts of Cordon or the organisation: permissions first
    /// @param skills the list of {@link Skills#list}
    /// @param projectDocs AGENTS.md and what belongs to it
    /// @param environment where it runs
    public Instructions(
            String base,
            List<String> developer,
            Optional<String> skills,
            Optional<String> projectDocs,
            String environment) {
        this.base = base;
        this.developer = List.copyOf(developer);
        this.skills = skills;
        this.projectDocs = projectDocs;
        this.environment = environment;
    }

    /// Our own base instructions.
    public static String base() {
        try (InputStream in = Instructions.class.getResourceAsStream("instructions.md")) {
            if (in == null) {
                throw new IllegalStateException("instructions.md is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The items.
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        items.add(new Item.Context(Item.Role.DEVELOPER, "instructions", List.of(base)));
        if (!developer.isEmpty()) {
            items.add(new Item.Context(Item.Role.DEVELOPER, "permissions", developer));
        }
        skills.ifPresent(
                list -> items.add(new Item.Context(Item.Role.USER, "skills", List.of(list))));
        List<String> user = new ArrayList<>();
        projectDocs.ifPresent(user::add);
        user.add(environment);
        items.add(new Item.Context(Item.Role.USER, "environment", user));
        return items;
    }
}
