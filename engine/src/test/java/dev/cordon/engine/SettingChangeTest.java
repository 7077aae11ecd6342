package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.JournalEntry;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Origin;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SettingChangeTest {
    private static final String BEFORE =
            PermissionsText.of("workspace-write", "on-request", "closed", List.of());

    private static Stage stage() {
        Stage stage = new Stage();
        stage.prefix =
                List.of(
                        new Item.Context(Item.Role.DEVELOPER, "instructions", List.of("You are.")),
                        new Item.Context(Item.Role.DEVELOPER, "permissions", List.of(BEFORE)));
        stage.reconfigure =
                changes -> {
                    if (changes.containsKey("sandbox_mode")
                            && changes.get("sandbox_mode").equals("danger-full-access")) {
                        throw new IllegalArgumentException(
                                "/etc/cordon/requirements.toml:3: sandbox_mode is forbidden");
                    }
                    return Stage.settings(
                            changes.getOrDefault("model", "some-model"),
                            changes.getOrDefault("sandbox_mode", "workspace-write"));
                };
        return stage;
    }

    /// Changes between turns are made in order, so the last one is done when its event came.
    private static void set(Stage stage, String key, String value) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        stage.session()
                .watch(e -> {
                    if (e.event() instanceof Event.SettingChanged
                            || e.event() instanceof Event.Warning) {
                        done.countDown();
                    }
                });
        stage.session().submit(new Op.Set(key, value));
        done.await();
    }

    @Test
    void aChangedModeIsToldToTheModelOnceAndTheNextRequestHasIt() throws InterruptedException {
        try (Stage stage = stage()) {
            stage.model.says("one").says("two").says("three");
            stage.run("first");
            set(stage, "sandbox_mode", "read-only");
            stage.run("second");
            stage.run("third");

            List<Item> history = stage.model.requests().getLast().history();
            List<String> permissions =
                    history.stream()
                            .filter(i ->
                                    i instanceof Item.Context c && c.kind().equals("permissions"))
                            .map(i -> ((Item.Context) i).parts().getFirst())
                            .toList();
            assertEquals(
                    List.of(
                            BEFORE,
                            PermissionsText.of("read-only", "on-request", "closed", List.of())),
                    permissions);
            assertTrue(history.get(2) instanceof Item.UserMessage);
            assertEquals("read-only", stage.session().settings().sandboxMode());
            assertEquals(
                    List.of(
                            new Event.SettingChanged(
                                    "sandbox_mode",
                                    "read-only",
                                    new Origin(Origin.Layer.COMMAND_LINE, "session", 0))),
                    stage.seen(Event.SettingChanged.class));
        }
    }

    @Test
    void theEarlierHistoryStaysAsItWas() throws InterruptedException {
        try (Stage stage = stage()) {
            stage.model.says("one").says("two");
            stage.run("first");
            List<Item> before = List.copyOf(stage.model.requests().getFirst().history());
            set(stage, "sandbox_mode", "read-only");
            stage.run("second");

            assertEquals(
                    before, stage.model.requests().getLast().history().subList(0, before.size()));
        }
    }

    @Test
    void whatTheAdministratorForbidsIsRefusedWithHisSentenceAndJournalled()
            throws InterruptedException {
        try (Stage stage = stage()) {
            set(stage, "sandbox_mode", "danger-full-access");

            assertEquals("workspace-write", stage.session().settings().sandboxMode());
            assertEquals(
                    List.of(
                            new Event.Warning(
                                    "sandbox_mode stays as it is: /etc/cordon/requirements.toml:3:"
                                            + " sandbox_mode is forbidden")),
                    stage.seen(Event.Warning.class));
            assertEquals(List.of(), stage.seen(Event.SettingChanged.class));
            JournalEntry last = stage.journal.entries().getLast();
            assertEquals(Optional.of("setting_refused"), last.body().text("phase"));
        }
    }

    @Test
    void anotherModelIsAskedAndToldThatTheEarlierAnswersAreNotItsOwn() throws InterruptedException {
        try (Stage stage = stage()) {
            stage.model.says("one").says("two");
            stage.run("first");
            set(stage, "model", "other-model");
            stage.run("second");

            assertEquals("other-model", stage.model.requests().getLast().model());
            assertTrue(
                    stage.model.requests().getLast().history().stream()
                            .anyMatch(i ->
                                    i instanceof Item.Context c
                                            && c.kind().equals("model_switch")
                                            && c.parts().getFirst().contains("some-model")));
        }
    }

    @Test
    void onlyWhatChangedInTheEnvironmentIsToldAgain() {
        String told =
                """
                <environment_context>
                  <cwd>/srv/shop</cwd>
                  <current_date>2026-11-21</current_date>
                  <writable_root>/tmp/a</writable_root>
                </environment_context>\
                """;
        String now = told.replace("11-21", "11-22").replace("/tmp/a", "/tmp/b");
        Item first = new Item.Context(Item.Role.USER, "environment", List.of("docs", told));
        try (Stage stage = new Stage()) {
            stage.prefix = List.of(first);
            stage.extras =
                    new SessionParts.Extras(
                            List.of(),
                            () -> Skills.NONE,
                            () -> now,
                            java.util.function.UnaryOperator.identity(),
                            _ -> java.util.Map.of());
            stage.model.says("one").says("two");
            stage.run("first");
            stage.run("second");

            List<Item> history = stage.model.requests().getLast().history();
            assertEquals(
                    List.of(
                            first,
                            new Item.Context(
                                    Item.Role.USER,
                                    "environment",
                                    List.of(
                                            """
                                            <environment_context>
                                              <current_date>2026-11-22</current_date>
                                              <writable_root>/tmp/b</writable_root>
                                            </environment_context>\
                                            """))),
                    history.stream().filter(Item.Context.class::isInstance).toList());
        }
    }
}
