package org.ladibridge.docs;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;

/** The pages of reasons and warnings, in English and in Vietnamese, have the sentences that the API and the console show. */
class ReasonsPageTest {
    @Test
    void everyReasonAndWarningStandsOnThePage() throws IOException {
        Page page = Page.of("docs/reasons.md");
        page.holds("reasons", "| reason | what is wrong, and what to do |\n|---|---|\n" + Arrays.stream(Reason.values())
                .map(reason -> line(reason.name(), reason.en())).collect(Collectors.joining()));
        page.holds("warnings", "| warning | what happened, and what to do |\n|---|---|\n" + Arrays.stream(Warning.Code.values())
                .map(warning -> line(warning.name(), warning.en())).collect(Collectors.joining()));
    }

    @Test
    void everyReasonAndWarningStandsOnThePageInVietnamese() throws IOException {
        Page page = Page.of("docs/reasons.vi.md");
        page.holds("reasons", "| mã lý do | vấn đề và cách xử lý |\n|---|---|\n" + Arrays.stream(Reason.values())
                .map(reason -> line(reason.name(), reason.vi())).collect(Collectors.joining()));
        page.holds("warnings",
                "| mã cảnh báo | điều đã xảy ra và cách xử lý |\n|---|---|\n" + Arrays.stream(Warning.Code.values())
                        .map(warning -> line(warning.name(), warning.vi())).collect(Collectors.joining()));
    }

    private static String line(String code, String sentence) {
        return "| `" + code + "` | " + sentence + " |\n";
    }
}
