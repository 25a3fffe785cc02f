package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.BridgeConfig;
import org.ladibridge.ManualClock;
import org.ladibridge.ManualTicker;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.JournalReader.Audited;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.Repetition;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.SourceHints.DateOrder;
import org.ladibridge.transform.SourceHints.NameStyle;

import com.fasterxml.jackson.databind.ObjectMapper;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** What becomes of a changed mapping: it is used and told, or held back until somebody accepts that very text. */
class MappingGuardTest {
    private static final String GOOD = "{email: .mail, city: .town}";
    private static final String RENAMED = "{email: .mail, city: .place}";
    private static final String HARMFUL = "{email: .missing}";

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-06-01T00:00:00Z"));
    private final ManualTicker ticker = new ManualTicker();
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger saved = new AtomicInteger();
    private final CustomerTransformer transformer = new CustomerTransformer(clock);
    private JournalFixture store;
    private MappingGuard guard;
    private SourceRules rules;
    private Jq jq;

    @BeforeEach
    void open() throws IOException {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        jq = new Jq(scope, Duration.ofSeconds(2));
        store = JournalFixture.fast(folder, clock);
        save(GOOD);
    }

    @AfterEach
    void close() throws Exception {
        guard.close();
        store.close();
    }

    private void save(String program) throws IOException {
        Path file = Files.writeString(folder.resolve("mapping.jq"), program);
        Files.setLastModifiedTime(file,
                FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(saved.getAndIncrement())));
        ticker.advance(Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(1));
    }

    private static SourceHints hints(NameStyle names) {
        return new SourceHints("VN", DateOrder.DMY, ZoneId.of("Asia/Ho_Chi_Minh"), Map.of("1", "male", "0", "female"), names,
                false, false, true, false, null, "mail_2", false, false);
    }

    private void start(BridgeConfig.MappingGuard mode) {
        start(mode, NameStyle.WHOLE);
    }

    private void start(BridgeConfig.MappingGuard mode, NameStyle names) {
        BridgeConfig config = (BridgeConfig) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{BridgeConfig.class},
                (proxy, method, arguments) -> method.getName().equals("mappingGuard") ? mode : null);
        guard = new MappingGuard(store.journal, store.reader, transformer, jq, json, clock, config);
        rules = new SourceRules("shop", "shop/mapping.jq", new MappingFile(folder.resolve("mapping.jq"), jq, ticker, true),
                hints(names), guard);
        settle();
    }

    private void settle() {
        rules.look();
        ticker.advance(Duration.ofSeconds(2));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            rules.look();
            return guard.isQuiet();
        });
    }

    private void restart(BridgeConfig.MappingGuard mode) throws Exception {
        guard.close();
        store = store.killed();
        start(mode);
    }

    private String inUse() {
        return rules.current().program();
    }

    private void stored(int customers) throws IOException {
        SourceTransformer source = new SourceTransformer(rules, List.of(), new ChangeTime(List.of(), new Times("iso", "UTC")),
                true, transformer, json, clock);
        for (int i = 0; i < customers; i++) {
            String raw = "{\"mail\":\"c%d@example.vn\",\"town\":\"Huế\",\"place\":\"Đà Lạt\"}".formatted(i);
            store.journal.append("customers", source.records(raw.getBytes(StandardCharsets.UTF_8), "e" + i, Repetition.OF_EVENT,
                    Priority.LIVE), null).join();
        }
    }

    @Test
    void aChangeThatHarmsNobodyIsUsedAndTold() throws Exception {
        start(BridgeConfig.MappingGuard.HOLD);
        stored(20);
        save(RENAMED);
        settle();
        assertEquals(RENAMED, inUse());
        assertEquals("of the last 20 records 20 changed in city", guard.of("shop").orElseThrow().summary());
        assertTrue(guard.heldBack("shop").isEmpty());
        clock.advance(Duration.ofHours(25));
        assertTrue(guard.of("shop").isEmpty(), "yesterday's news");
    }

    @Test
    void aChangeThatRejectsTooManyIsUsedAndToldWhenOnlyToBeWarnedOf() throws Exception {
        start(BridgeConfig.MappingGuard.WARN);
        stored(20);
        save(HARMFUL);
        assertEquals(GOOD, inUse(), "it may still be being written");
        settle();
        assertEquals(HARMFUL, inUse());
        MappingGuard.Report report = guard.of("shop").orElseThrow();
        assertTrue(report.exceeds() && !report.held());
        assertEquals("of the last 20 records 20 newly rejected NO_EMAIL_OR_PHONE", report.summary());
        assertThrows(IllegalStateException.class, () -> guard.accept("shop", null, "lan"));
    }

    @Test
    void aChangeThatRejectsTooManyIsHeldBackUntilItIsAcceptedOverEveryRestart() throws Exception {
        start(BridgeConfig.MappingGuard.HOLD);
        stored(20);
        save(HARMFUL);
        settle();
        assertEquals(GOOD, inUse());
        assertTrue(guard.heldBack("shop").orElseThrow().contains("./ladibridge sources accept shop"));
        restart(BridgeConfig.MappingGuard.HOLD);
        assertEquals(GOOD, inUse(), "what was held back does not slip in by a restart");
        String digest = guard.of("shop").orElseThrow().digest();
        assertThrows(IllegalStateException.class, () -> guard.accept("shop", "another", "lan"));
        assertEquals(GOOD, inUse());
        guard.accept("shop", digest, "lan");
        assertEquals(HARMFUL, inUse());
        assertTrue(guard.heldBack("shop").isEmpty());
        assertEquals(List.of("source.accept"), store.reader.audit(null, 5).stream().map(Audited::action).toList());
        restart(BridgeConfig.MappingGuard.HOLD);
        assertEquals(HARMFUL, inUse(), "accepted is accepted");
        assertTrue(guard.of("shop").isEmpty());
    }

    @Test
    void anAcceptanceIsOfThatVeryTextOnly() throws Exception {
        start(BridgeConfig.MappingGuard.HOLD);
        stored(20);
        save(HARMFUL);
        settle();
        guard.accept("shop", null, "lan");
        save(GOOD);
        settle();
        save(HARMFUL.replace("missing", "absent"));
        settle();
        assertEquals(GOOD, inUse());
        save(HARMFUL);
        settle();
        assertEquals(HARMFUL, inUse());
    }

    @Test
    void whatIsNotInTheFileAnyMoreCannotBeAccepted() throws Exception {
        start(BridgeConfig.MappingGuard.HOLD);
        stored(20);
        save(HARMFUL);
        settle();
        save("{email: .mail");
        settle();
        assertThrows(IllegalStateException.class, () -> guard.accept("shop", null, "lan"));
        assertEquals(GOOD, inUse());
    }

    @Test
    void whatWasGoodBeforeIsNeverHeldBackAndWhatIsWithdrawnIsForgotten() throws Exception {
        start(BridgeConfig.MappingGuard.HOLD);
        stored(20);
        save(HARMFUL);
        settle();
        assertTrue(guard.heldBack("shop").isPresent());
        save(GOOD);
        settle();
        assertTrue(guard.heldBack("shop").isEmpty());
        save("{email: .mail, phone: .mail, first_name: .town}");
        settle();
        save(GOOD);
        settle();
        assertEquals(GOOD, inUse(), "the way back is open");
    }

    @Test
    void aChangeMadeWhileTheBridgeStandsIsOneToo() throws Exception {
        start(BridgeConfig.MappingGuard.WARN);
        stored(20);
        save(HARMFUL);
        restart(BridgeConfig.MappingGuard.WARN);
        assertTrue(guard.of("shop").orElseThrow().exceeds());
        save(GOOD);
        restart(BridgeConfig.MappingGuard.HOLD);
        assertEquals(GOOD, inUse());
        save("{email: .nobody}");
        restart(BridgeConfig.MappingGuard.HOLD);
        assertEquals(GOOD, inUse());
    }

    @Test
    void otherHintsAreOtherRules() throws Exception {
        start(BridgeConfig.MappingGuard.HOLD);
        stored(3);
        guard.close();
        start(BridgeConfig.MappingGuard.HOLD, NameStyle.GIVEN_NAME);
        assertEquals("of the last 3 records 3 equal", guard.of("shop").orElseThrow().summary());
        assertEquals(hints(NameStyle.GIVEN_NAME), rules.current().hints());
    }

    @Test
    void aFewOfManyAreNoReasonToHoldAndWithoutRecordsThereIsNone() throws Exception {
        start(BridgeConfig.MappingGuard.HOLD);
        save(HARMFUL);
        settle();
        assertEquals("there is no stored record to compare with", guard.of("shop").orElseThrow().summary());
        save(GOOD);
        settle();
        stored(40);
        save("if .mail == \"c1@example.vn\" or .mail == \"c2@example.vn\" then empty else {email: .mail, city: .town} end");
        settle();
        assertEquals("of the last 40 records 38 equal, 2 become nothing", guard.of("shop").orElseThrow().summary());
        assertFalse(guard.of("shop").orElseThrow().held(), "2 of 40 are 5 %, and not more");
    }

    @Test
    void hintsAreReadBackAsTheyWereWritten() {
        start(BridgeConfig.MappingGuard.WARN);
        for (SourceHints hints : List.of(SourceHints.defaults(), hints(NameStyle.GIVEN_NAME))) {
            assertEquals(hints, Rules.hints(Rules.write(hints)));
        }
    }
}
