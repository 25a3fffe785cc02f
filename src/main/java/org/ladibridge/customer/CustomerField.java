package org.ladibridge.customer;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The closed list of keys that may leave the bridge, each with LadiFlow's exact spelling and type. LadiFlow accepts every
 * unknown key and parks it in {@code external_data}, so a misspelling would lose data in silence. {@link #TAGS_REMOVE} alone is no
 * key of LadiFlow's: it tells the bridge what to leave out of the tags.
 *
 * @see <a href="https://help.ladipage.vn/auto/tai-lieu-tich-hop-api/danh-sach-apis/cap-nhat-khach-hang">LadiFlow: update a
 *      customer</a>
 */
public enum CustomerField {
    /** LadiFlow's own identifier, 24 hexadecimal characters. */
    ID("_id", Type.TEXT),
    EMAIL("email", Type.TEXT),
    PHONE("phone", Type.TEXT),
    /** LadiFlow stores and shows the whole name here. */
    FIRST_NAME("first_name", Type.TEXT),
    FULL_NAME("full_name", Type.TEXT),
    DOB("dob", Type.DATE),
    GENDER("gender",
            Type.GENDER),
    /** Tag ids; names only together with {@link #IMPORT_BY_TAG_NAME}. */
    TAGS("tags", Type.TEXT_LIST),
    /** Understood by {@code customer/create-or-update} only. */
    IMPORT_BY_TAG_NAME("import_by_tag_name", Type.BOOLEAN),
    /** Names of tags that the customer loses; never sent. */
    TAGS_REMOVE("tags_remove_by_name", Type.TEXT_LIST),
    CUSTOM_FIELDS("custom_fields", Type.NAME_VALUE_LIST),
    COUNTRY(
            "country", Type.TEXT),
    CITY("city", Type.TEXT),
    DISTRICT("district", Type.TEXT),
    WARD("ward",
            Type.TEXT),
    ADDRESS("address", Type.TEXT),
    ADDRESS_2("address_2",
            Type.TEXT),
    COMPANY("company", Type.TEXT),
    JOB_TITLE("job_title", Type.TEXT),
    /** {@code vi}, {@code en} or {@code other}. */
    LANG("lang", Type.LANGUAGE),
    POSTAL_CODE("postal_code", Type.NUMBER),
    CHANNELS("channels", Type.TEXT_LIST),
    SOURCE("source",
            Type.TEXT),
    EXTERNAL_CUSTOMER_ID("external_customer_id", Type.TEXT),
    /** Misspelt like this by the vendor on every page. */
    SUBCRIBED_AT("subcribed_at", Type.DATE),
    WEBSITE("website", Type.URL),
    FACEBOOK_URL("facebook_url", Type.URL),
    TWITTER_URL(
            "twitter_url", Type.URL),
    LINKEDIN_URL("linkedIn_url",
            Type.URL),
    SCORE("score", Type.NUMBER),
    ZALO("zalo", Type.TEXT),
    SKYPE("skype", Type.TEXT);

    /** What JSON a field takes. */
    public enum Type {
        TEXT,
        /** Text, {@code yyyy-MM-dd}. */
        DATE,
        /** Text, {@code male} or {@code female}. */
        GENDER,
        /** Text, {@code vi}, {@code en} or {@code other}. */
        LANGUAGE,
        /** Text, an absolute http(s) address. */
        URL,
        NUMBER,
        BOOLEAN,
        /** Array of texts. */
        TEXT_LIST,
        /** Array of {@code {"name","value"}} objects. */
        NAME_VALUE_LIST;

        public boolean isList() {
            return this == TEXT_LIST || this == NAME_VALUE_LIST;
        }
    }

    private static final Map<String, CustomerField> BY_WIRE_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(CustomerField::wireName, Function.identity()));

    private final String wireName;
    private final Type type;

    CustomerField(String wireName, Type type) {
        this.wireName = wireName;
        this.type = type;
    }

    /** Whether LadiFlow is sent it. */
    public boolean isSent() {
        return this != TAGS_REMOVE;
    }

    /** The key in LadiFlow's JSON. */
    public String wireName() {
        return wireName;
    }

    public Type type() {
        return type;
    }

    /** The field with exactly this spelling; empty when LadiFlow documents no such key. */
    public static Optional<CustomerField> byWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }
}
