package org.ladibridge.transform;

import java.time.ZoneId;
import java.util.Map;

import org.ladibridge.transform.SourceHints.DateOrder;
import org.ladibridge.transform.SourceHints.NameStyle;

/** What a source says about itself, one thing at a time. */
final class Hints {
    static SourceHints none() {
        return SourceHints.defaults();
    }

    static SourceHints country(String country) {
        SourceHints d = none();
        return new SourceHints(country, d.dateOrder(), d.zone(), Map.of(), d.names(), false, false, true, false, null, null,
                false,
                false);
    }

    static SourceHints dateOrder(DateOrder order) {
        return new SourceHints("VN", order, SourceHints.VIETNAM, Map.of(), NameStyle.WHOLE, false, false, true, false, null,
                null,
                false,
                false);
    }

    static SourceHints zone(String zone) {
        return new SourceHints("VN", DateOrder.DMY, ZoneId.of(zone), Map.of(), NameStyle.WHOLE, false, false, true, false, null,
                null,
                false, false);
    }

    static SourceHints serialDates() {
        return new SourceHints("VN", DateOrder.DMY, SourceHints.VIETNAM, Map.of(), NameStyle.WHOLE, false, false, true, false,
                null, null,
                true, false);
    }

    static SourceHints genderCodes(Map<String, String> codes) {
        return new SourceHints("VN", DateOrder.DMY, SourceHints.VIETNAM, codes, NameStyle.WHOLE, false, false, true, false,
                null, null,
                false, false);
    }

    static SourceHints names(NameStyle style, boolean titleCase, boolean stripHonorifics) {
        return new SourceHints("VN", DateOrder.DMY, SourceHints.VIETNAM, Map.of(), style, titleCase, stripHonorifics, true,
                false,
                null, null, false, false);
    }

    static SourceHints phones(boolean foreign, boolean e164, String secondField) {
        return new SourceHints("VN", DateOrder.DMY, SourceHints.VIETNAM, Map.of(), NameStyle.WHOLE, false, false, foreign, e164,
                secondField, null, false, false);
    }

    static SourceHints mergeProvinces() {
        return new SourceHints("VN", DateOrder.DMY, SourceHints.VIETNAM, Map.of(), NameStyle.WHOLE, false, false, true, false,
                null, null,
                false, true);
    }

    private Hints() {
    }
}
