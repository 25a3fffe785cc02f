package org.ladibridge.transform;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How one source writes its values: parameters of {@code kamelet:ladiflow-sink}.
 *
 * @param country ISO 3166 code, the region of phone numbers without a plus and of names; {@code VN} by default
 * @param dateOrder order of slash dates; day first by default, never guessed
 * @param zone zone of date-times that carry none
 * @param genderCodes what the source's numbers or booleans mean, for example {@code 1} → {@code male}; lower-case keys
 * @param names what goes into {@code first_name}
 * @param titleCase whether names are re-cased
 * @param stripHonorifics whether a title before a family name is dropped
 * @param foreignPhones whether valid numbers of other countries are kept, as E.164
 * @param phonesAsE164 whether Vietnamese numbers are written as {@code +84…} instead of {@code 0…}
 * @param secondPhoneField custom field that takes a second number of the same cell; null = left out with a warning
 * @param secondEmailField custom field that takes a second address of the same customer; null = left out with a warning
 * @param serialDates whether a plain number in a date field is a spreadsheet serial
 * @param mergeProvinces whether a province of before July 2025 is replaced by its successor
 */
public record SourceHints(String country, DateOrder dateOrder, ZoneId zone, Map<String, String> genderCodes, NameStyle names,
        boolean titleCase, boolean stripHonorifics, boolean foreignPhones, boolean phonesAsE164, String secondPhoneField,
        String secondEmailField, boolean serialDates, boolean mergeProvinces) {

    /** Order of the parts of a date written with slashes, dots or hyphens. */
    public enum DateOrder {
        DMY,
        MDY,
        YMD,
        /** Nobody said: a date whose day and month could be swapped is left out with a warning. */
        UNKNOWN
    }

    /** What LadiFlow's {@code first_name} gets. */
    public enum NameStyle {
        /** The whole name: LadiFlow shows this field as the customer's name. */
        WHOLE,
        /** The last word; the whole name goes to {@code full_name} only. */
        GIVEN_NAME
    }

    /** Việt Nam's zone: southern clocks ran at +08:00 until 1975, so a fixed offset would shift birthdays. */
    public static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

    public SourceHints {
        Objects.requireNonNull(country, "country");
        Objects.requireNonNull(dateOrder, "dateOrder");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(names, "names");
        if (!country.matches("[A-Za-z]{2}")) {
            throw new IllegalArgumentException("country takes a two-letter code such as VN, not «" + country + "»");
        }
        country = country.toUpperCase(Locale.ROOT);
        genderCodes = Map.copyOf(genderCodes);
        genderCodes.forEach((code, gender) -> {
            if (!gender.equals("male") && !gender.equals("female")) {
                throw new IllegalArgumentException(
                        "genderCodes takes pairs such as 1=male,0=female; «" + code + "=" + gender + "» is none");
            }
        });
    }

    /** What applies to a source that says nothing. */
    public static SourceHints defaults() {
        return new SourceHints("VN", DateOrder.DMY, VIETNAM, Map.of(), NameStyle.WHOLE, false, false, true, false, null, null,
                false,
                false);
    }
}
