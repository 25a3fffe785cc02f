package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/** The packaged bridge reads a sheet, as a service account that it was shared with; {@link SheetsStandIn} says what that does not show. */
class GoogleSheetsIT {
    private static final List<String> HEADINGS = List.of("Mã KH", "Họ và tên", "SĐT", "Email", "Ghi chú");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private SheetsStandIn google;
    private RecordingLadiFlow ladiflow;
    private BridgeProcess bridge;
    private final List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));

    @BeforeEach
    void prepare() throws Exception {
        google = new SheetsStandIn();
        ladiflow = new RecordingLadiFlow();
        bridge = ladiflow.receivingFrom(new BridgeProcess(folder)).with("GOOGLE_SHEETS_POLL_KEY", google.keyJson())
                .with("GOOGLE_SHEETS_POLL_URL", google.address())
                .with("GOOGLE_SHEETS_POLL_SPREADSHEET", SheetsStandIn.SPREADSHEET)
                .with("GOOGLE_SHEETS_POLL_RANGE", "'Khách hàng'!A:F").with("GOOGLE_SHEETS_POLL_ID", "/Mã KH")
                .with("GOOGLE_SHEETS_POLL_EVERY", "500ms");
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        google.close();
        ladiflow.close();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).ignoreExceptions()
                .until(condition);
    }

    private void row(String key, String name, String... more) {
        List<String> row = new ArrayList<>(List.of(key, name));
        row.addAll(List.of(more));
        rows.add(row);
        google.rows(rows);
    }

    private JsonNode counts() throws Exception {
        return bridge.ledger().path("sources").path("google-sheets-poll");
    }

    private void awaitStored(long records) {
        await(records + " records are stored",
                () -> counts().path("received").asLong() - counts().path("duplicate").asLong() == records
                        && counts().path("inFlight").asLong() == 0);
    }

    /** Nothing that comes of what the sheet holds now is still to come. */
    private void awaitReadAgain() {
        int before = google.reads.get();
        await("the sheet is read again", () -> google.reads.get() >= before + 2);
    }

    private String trouble() throws Exception {
        for (JsonNode source : bridge.get("/api/sources")) {
            if (source.path("name").asText().equals("google-sheets-poll")) {
                return source.toString();
            }
        }
        return "";
    }

    @Test
    void eachRowIsACustomerAndOnlyWhatChangesIsToldAgain() throws Exception {
        row("K1", "Nguyễn Văn An", "0912 345 678", "an@example.vn", "");
        row("K2", "Trần Thị Bình", "", "binh@example.vn");
        row("K3", "Ghi chú mà thôi");
        rows.add(List.of());
        row("", "Chưa có mã", "0909 123 456");
        row("K4", "Lê Hoàng Chi", "0987 654 321", "chi@example.vn", "VIP");
        bridge.start();
        awaitStored(5);
        awaitReadAgain();
        awaitStored(5);
        assertEquals(2, counts().path("rejected").asLong(), counts().toString());
        JsonNode chi = ladiflow.writesOf("chi@example.vn").get(0);
        assertEquals("0987654321", chi.path("phone").asText(), chi.toString());
        assertEquals("K4", chi.path("external_customer_id").asText(), chi.toString());

        // Sorted, inserted, deleted, and one cell edited while the bridge is down.
        awaitReadAgain();
        bridge.kill();
        rows.remove(List.of());
        rows.remove(1);
        rows.add(1, List.of("K5", "Phạm Dung", "", "dung@example.vn"));
        rows.set(rows.size() - 1, List.of("K4", "Lê Hoàng Chi", "0987 654 321", "chi@example.vn", "Khách quen"));
        row("K1", "Nguyễn Văn An", "0912 345 678", "an@example.vn");
        bridge.start();
        awaitStored(7);
        awaitReadAgain();
        awaitStored(7);
        assertEquals(1, ladiflow.writesOf("an@example.vn").size());
        assertEquals(1, ladiflow.writesOf("dung@example.vn").size());
        assertTrue(google.tokens.get() <= 2, "a token is kept: " + google.tokens.get());
    }

    @Test
    void aSheetThatIsNotSharedRenamedOrBusyIsToldAndReadOnWhenItIsMended() throws Exception {
        row("K1", "Nguyễn Văn An", "0912 345 678", "an@example.vn");
        google.share(false);
        google.faults
                .add(new SheetsStandIn.Fault(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Read requests'"));
        bridge.start();
        await("what to do is told", () -> trouble().contains("PERMISSION_DENIED")
                && trouble().contains("share what is asked for with bridge@shop.iam.gserviceaccount.com"));
        google.share(true);
        google.rename("Tháng 7");
        bridge.stop();
        bridge.start();
        await("another name is told", () -> trouble().contains("Unable to parse range") && trouble().contains("spreadsheet"));
        google.rename("Khách hàng");
        bridge.stop();
        bridge.start();
        awaitStored(1);
        assertFalse(bridge.output().contains("PRIVATE KEY") || trouble().contains("PRIVATE KEY"), "the key is shown");
        assertFalse(bridge.output().contains("ya29."), "the token is in the log");
    }

    @Test
    void aTokenThatIsNoLongerTakenIsRenewedAtOnce() throws Exception {
        row("K1", "Nguyễn Văn An", "0912 345 678", "an@example.vn");
        bridge.start();
        awaitStored(1);
        google.expireToken();
        row("K2", "Trần Thị Bình", "", "binh@example.vn");
        awaitStored(2);
        assertEquals(2, google.tokens.get());
    }
}
