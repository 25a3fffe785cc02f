package org.ladibridge.probe;

import java.util.Locale;

/** What LadiFlow's documentation leaves open, with what the bridge assumes until somebody asked. */
public enum Question {
    WRONG_KEY("a wrong API key", "401 or 403, as HTTP status or code", false),
    STATUS("HTTP status beside «code»", "errors have either of them", false),
    NOT_FOUND("show of a customer who is not there", "404, or nothing in «data»", false),
    FIRST_PAGE("number of a list's first page", "1", false),
    EMAIL_CASE("show with the e-mail in capitals", "either: it asks in small letters", false),
    PHONE_FORM("show with +84 instead of 0", "either: it asks with 0", false),
    BODY_SIZE("a request of 256 KiB", "is taken", false),
    BURST("many calls in a second", "are taken at LADIFLOW_RATE", false),
    RETRY_AFTER("Retry-After when there are too many", "seconds or a date, if any", false),
    WITHOUT_ID("update without «_id»", "is never sent", true),
    UNKNOWN_ID("update with an unknown «_id»", "not found, or a customer is made", true),
    EMAIL_OF_ANOTHER("update with another customer's e-mail", "either: it looks an address up before it writes", true),
    ABSENT("a field that is left out of an update", "stays", true),
    NULL("null in an update", "clears the field", true),
    BLANK("an empty text in an update", "is never sent", true),
    DOB("dob as yyyy-mm-dd", "is stored as that day", true),
    DOB_SLASHES("dob as dd/MM/yyyy", "is never sent", true),
    LANG("lang", "is parked in external_data", true),
    LANGUAGE("language", "is parked, too", true),
    NAME("what the customer is called after", "first_name", true),
    POSTAL_CODE("postal code with a leading zero, as text", "is left out, because its zero would be lost", true),
    WEBSITE("website as text, and as list", "text is stored", true),
    TAGS("tags of an update", "replace those that are there", true),
    SHOWN_TAGS("tags in answers", "ids, or objects with an id", true),
    UNKNOWN_TAG("a tag id that does not exist", "is dropped", true),
    TAG_NAMES("import_by_tag_name on update", "is not understood", true),
    SAME_TAG("creating a tag that is there", "is refused, or answers its id", true),
    CUSTOM_FIELDS("custom fields of an update", "are merged by name", true),
    UNKNOWN_FIELD("a custom field that is not defined", "is dropped or parked", true);

    private final String text;
    private final String assumed;
    private final boolean writes;

    Question(String text, String assumed, boolean writes) {
        this.text = text;
        this.assumed = assumed;
        this.writes = writes;
    }

    /** Such as {@code first-page}, in the JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String text() {
        return text;
    }

    /** What the bridge assumes, or does so that the answer does not matter. */
    public String assumed() {
        return assumed;
    }

    /** Whether it cannot be asked without writing to LadiFlow. */
    public boolean writes() {
        return writes;
    }
}
