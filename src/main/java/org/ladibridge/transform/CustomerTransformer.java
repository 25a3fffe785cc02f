package org.ladibridge.transform;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerTags;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Turns a source's record into LadiFlow's customers: the mapping places the values, this class gives each its meaning. Only the
 * keys of {@link CustomerField} ever leave; besides them a mapping may write
 * <ul>
 * <li>{@code last_name}: put together with {@code first_name}, unless there is a {@code full_name};</li>
 * <li>{@code middle_name}: between the two of them;</li>
 * <li>{@code province}: goes into {@code city}, and the town that the mapping wrote there into {@code district};</li>
 * <li>{@code tags_by_name}: names of tags, as list or text with commas;</li>
 * <li>{@code tags_remove_by_name}: likewise of tags that the customer loses;</li>
 * <li>{@code clear}: the names of fields that LadiFlow shall forget when the record has no value for them;</li>
 * <li>{@code columns}: an object whose keys are headings as people write them, see {@link Headings}; what the mapping places
 * itself wins.</li>
 * </ul>
 * A wrong optional field is left out with a warning; only a record without usable e-mail and phone is rejected. Thread-safe.
 *
 * @see <a href="https://help.ladipage.vn/auto/tai-lieu-tich-hop-api/danh-sach-apis/cap-nhat-khach-hang">LadiFlow: update a
 *      customer</a>
 */
@Singleton
@Named("customerTransformer")
@RegisterForReflection
public class CustomerTransformer {
    /** The custom field that keeps what the source wrote when a province was replaced. */
    private static final String CITY_BEFORE_MERGER = "city_before_merger";
    private static final String LAST_NAME = "last_name";
    private static final String MIDDLE_NAME = "middle_name";
    static final String TAGS_BY_NAME = "tags_by_name";
    private static final String CLEAR = "clear";
    private static final String COLUMNS = "columns";
    static final List<String> HELPERS = List.of(LAST_NAME, MIDDLE_NAME, Headings.PROVINCE, TAGS_BY_NAME, CLEAR);
    /** All that a mapping may write. */
    static final List<String> KEYS = Stream.concat(Arrays.stream(CustomerField.values()).map(CustomerField::wireName),
            Stream.concat(HELPERS.stream(), Stream.of(COLUMNS))).toList();

    private static final Pattern EXPORTED_ID = Pattern.compile("l:\\d{5,}|'\\d+");
    private static final int MOST_BYTES = 256 * 1024;

    private final Dates dates;
    private final Names names = new Names();
    private final Provinces provinces = new Provinces();
    private final Headings headings = new Headings();

    /** @param clock tells today, to which a birthday cannot be later */
    @Inject
    public CustomerTransformer(Clock clock) {
        this.dates = new Dates(clock);
    }

    /**
     * Maps one record and normalises what comes out.
     *
     * @return one result per customer; none when the mapping ignores the record
     */
    public List<Transformed> transform(JsonNode raw, Mapping mapping, SourceHints hints) {
        List<JsonNode> mapped;
        try {
            mapped = mapping.apply(raw);
        } catch (MappingException e) {
            return List.of(new Transformed.Rejected(Reason.MAPPING_FAILED, e.getMessage()));
        }
        List<Transformed> results = new ArrayList<>(mapped.size());
        mapped.forEach(customer -> results.add(normalise((ObjectNode) customer, hints)));
        return results;
    }

    /** What the mapping places of one record, columns by their headings included; nothing when it fails. */
    public List<ObjectNode> placed(JsonNode raw, Mapping mapping) {
        try {
            return mapping.apply(raw).stream().map(customer -> withColumns((ObjectNode) customer, new HashSet<>())).toList();
        } catch (MappingException e) {
            return List.of();
        }
    }

    /** The headings among the {@code columns} of a record that nobody knows, with something below them. */
    public List<String> unknownColumns(JsonNode raw, Mapping mapping) {
        try {
            return mapping.apply(raw).stream().map(customer -> customer.path(COLUMNS)).filter(JsonNode::isObject)
                    .flatMap(columns -> columns.properties().stream())
                    .filter(cell -> !Headings.isBlank(cell.getValue()) && headings.field(cell.getKey()).isEmpty())
                    .map(Map.Entry::getKey).distinct().toList();
        } catch (MappingException e) {
            return List.of();
        }
    }

    /** A warning as the author of the mapping wants it: an unknown field with the one that was meant, or all there are. */
    public Warning advised(Warning warning) {
        String field = warning.field();
        if (warning.code() != Code.UNKNOWN_FIELD || field == null || KEYS.contains(field)) {
            return warning;
        }
        return new Warning(warning.code(), field, "LadiFlow has no field «" + field + "»"
                + headings.field(field).map(DidYouMean::question).orElseGet(() -> DidYouMean.hint(field, KEYS)));
    }

    /** Gives a mapped object its meaning. */
    public Transformed normalise(ObjectNode mapped, SourceHints hints) {
        String damage = Mojibake.hint(mapped);
        if (damage != null) {
            return new Draft().rejected(Reason.UNREADABLE, damage);
        }
        if (TestLeads.isOne(mapped)) {
            return new Draft().rejected(Reason.TEST_LEAD, null);
        }
        damage = mapped.get(COLUMNS) instanceof ObjectNode columns ? Mojibake.hintInKeys(columns) : null;
        Set<String> doubled = new LinkedHashSet<>();
        return damage == null
                ? read(withColumns(mapped, doubled), doubled, hints)
                : new Draft().rejected(Reason.UNREADABLE, damage);
    }

    private ObjectNode withColumns(ObjectNode mapped, Set<String> doubled) {
        if (!(mapped.get(COLUMNS) instanceof ObjectNode columns)) {
            return mapped;
        }
        ObjectNode all = headings.place(columns, doubled);
        mapped.properties().forEach(entry -> {
            if (!entry.getKey().equals(COLUMNS) && !Headings.isBlank(entry.getValue())) {
                doubled.remove(entry.getKey());
                all.set(entry.getKey(), entry.getValue());
            }
        });
        return all;
    }

    private Transformed read(ObjectNode mapped, Set<String> doubled, SourceHints hints) {
        Draft draft = new Draft();
        doubled.forEach(
                field -> draft.warn(Code.SECOND_VALUE, field, "another column's value for the same field was left out"));
        for (Map.Entry<String, JsonNode> entry : mapped.properties()) {
            Optional<CustomerField> field = CustomerField.byWireName(entry.getKey());
            if (field.isPresent()) {
                read(field.get(), entry.getValue(), hints, draft);
            } else {
                readHelper(entry.getKey(), entry.getValue(), draft);
            }
        }
        city(mapped, hints, draft);
        name(hints, draft);
        tags(mapped, draft);
        draft.set(CustomerField.CUSTOM_FIELDS, draft.customFields.toJson());
        clear(mapped, draft);
        return draft.finish(MOST_BYTES);
    }

    private void read(CustomerField field, JsonNode value, SourceHints hints, Draft draft) {
        switch (field) {
            case ID -> draft.text(field, id(value));
            case EMAIL -> email(value, hints, draft);
            case PHONE -> phone(value, hints, draft);
            case FIRST_NAME -> draft.firstName = draft.remark(field.wireName(), Text.ofName(value));
            case FULL_NAME -> draft.fullName = draft.remark(field.wireName(), Text.ofName(value));
            case DOB, SUBCRIBED_AT -> draft.text(field, dates.parse(value, hints));
            case GENDER -> draft.text(field, Genders.parse(value, hints));
            case CUSTOM_FIELDS -> draft.remark(field.wireName(), draft.customFields.addAll(value));
            case COUNTRY -> draft.text(field, Text.of(value).map(Places::country));
            case DISTRICT, WARD -> draft.text(field, Text.of(value).map(Places::withoutId));
            case LANG -> draft.text(field, Languages.parse(value));
            case POSTAL_CODE -> draft.set(field, PostalCodes.parse(value));
            case SCORE -> draft.set(field, Numbers.parse(value));
            case CHANNELS -> draft.set(field, TextLists.parse(value));
            case WEBSITE, FACEBOOK_URL, TWITTER_URL, LINKEDIN_URL -> draft.text(field, Urls.parse(value));
            case ADDRESS, ADDRESS_2, COMPANY, JOB_TITLE, SOURCE, ZALO, SKYPE -> draft.text(field, Text.of(value));
            case EXTERNAL_CUSTOMER_ID -> draft.text(field, Text.of(value).map(CustomerTransformer::externalId));
            case TAGS, TAGS_REMOVE, IMPORT_BY_TAG_NAME, CITY -> {
                // The tags depend on each other and on tags_by_name, the city on the province.
            }
        }
    }

    private static void readHelper(String key, JsonNode value, Draft draft) {
        switch (key) {
            case LAST_NAME -> draft.lastName = draft.remark(key, Text.ofName(value));
            case MIDDLE_NAME -> draft.middleName = draft.remark(key, Text.ofName(value));
            case TAGS_BY_NAME, CLEAR, Headings.PROVINCE -> {
                // Read when all fields are known.
            }
            default -> draft.unknown(key);
        }
    }

    private static Value<String> id(JsonNode value) {
        Value<String> id = Text.of(value);
        return id.kept() == null || TextLists.isId(id.kept())
                ? id.map(text -> text.toLowerCase(Locale.ROOT))
                : Value.leftOut(Code.BAD_VALUE, "LadiFlow's identifiers are 24 hexadecimal characters");
    }

    /** Meta's export of leads writes l:123, Shopify's export of customers '123; both mean what the webhook sends. */
    private static String externalId(String id) {
        return EXPORTED_ID.matcher(id).matches() ? id.substring(id.charAt(0) == 'l' ? 2 : 1) : id;
    }

    private static void email(JsonNode value, SourceHints hints, Draft draft) {
        Value<Emails.Found> email = Emails.parse(value);
        draft.text(CustomerField.EMAIL, email.map(Emails.Found::first));
        draft.badEmail = email.code() == Code.BAD_EMAIL ? email.remark() : null;
        if (email.kept() == null) {
            return;
        }
        String second = email.kept().second();
        if (second != null && hints.secondEmailField() != null) {
            draft.customFields.addIfMissing(hints.secondEmailField(), second);
        } else if (second != null) {
            draft.warn(Code.SECOND_EMAIL, CustomerField.EMAIL.wireName(), "a second address of the customer was left out");
        }
        if (email.kept().rest()) {
            draft.warn(Code.SECOND_EMAIL, CustomerField.EMAIL.wireName(), "more text in the same cell was left out");
        }
    }

    private static void phone(JsonNode value, SourceHints hints, Draft draft) {
        Value<Phones.Found> phone = Phones.parse(value, hints);
        draft.text(CustomerField.PHONE, phone.map(Phones.Found::first));
        draft.badPhone = phone.code() == Code.BAD_PHONE ? phone.remark() : null;
        if (phone.kept() == null) {
            return;
        }
        String second = phone.kept().second();
        if (second != null && hints.secondPhoneField() != null) {
            draft.customFields.addIfMissing(hints.secondPhoneField(), second);
        } else if (second != null) {
            draft.warn(Code.SECOND_PHONE, CustomerField.PHONE.wireName(), "a second number in the same cell was left out");
        }
        if (phone.kept().rest()) {
            draft.warn(Code.SECOND_PHONE, CustomerField.PHONE.wireName(), "more text in the same cell was left out");
        }
    }

    /** The province goes before the town, which then is a district; a key of a shop is no name, and never written over one. */
    private void city(ObjectNode mapped, SourceHints hints, Draft draft) {
        JsonNode ofTown = mapped.path(CustomerField.CITY.wireName());
        JsonNode ofProvince = mapped.path(Headings.PROVINCE);
        Value<String> town = named(ofTown);
        Value<String> province = named(ofProvince);
        Value<String> written = province.kept() == null ? town : province;
        draft.remark(Headings.PROVINCE, province.kept() == null ? province : Value.absent());
        Value<String> city = hints.mergeProvinces() ? written.map(provinces::today) : written;
        draft.text(CustomerField.CITY, city);
        if (city.kept() != null && !city.kept().equals(written.kept())) {
            draft.customFields.addIfMissing(CITY_BEFORE_MERGER, written.kept());
        }
        if (province.kept() != null && town.kept() != null && !province.kept().equals(town.kept())
                && isEmpty(mapped.path(CustomerField.DISTRICT.wireName()))) {
            draft.text(CustomerField.DISTRICT, town);
        }
    }

    private Value<String> named(JsonNode value) {
        Value<String> written = Text.of(value).map(Places::withoutId);
        if (written.kept() == null) {
            return written;
        }
        if (!Provinces.isCode(written.kept())) {
            return written.map(name -> Optional.ofNullable(provinces.ofCapitals(name)).orElse(name));
        }
        String name = provinces.ofCode(written.kept());
        return name == null
                ? Value.leftOut(Code.BAD_VALUE, "a code of no province that is known; let the mapping place its name")
                : Value.of(name);
    }

    private void name(SourceHints hints, Draft draft) {
        Value<Names.Name> name = names.parse(draft.fullName, draft.firstName, draft.middleName, draft.lastName, hints);
        draft.text(CustomerField.FIRST_NAME, name.map(Names.Name::first));
        draft.text(CustomerField.FULL_NAME, Value.of(name.kept()).map(Names.Name::full));
    }

    /** Names of tags and ids of tags exclude each other: one switch tells LadiFlow which of them the list holds. */
    private static void tags(ObjectNode mapped, Draft draft) {
        JsonNode ids = mapped.path(CustomerField.TAGS.wireName());
        JsonNode tags = draft.remark(TAGS_BY_NAME, TextLists.parse(mapped.path(TAGS_BY_NAME)));
        boolean byName = tags != null;
        if (byName && !isEmpty(ids)) {
            draft.warn(Code.BAD_VALUE, CustomerField.TAGS.wireName(), "left out because tags_by_name is given");
        } else if (!byName) {
            JsonNode flag = draft.remark(CustomerField.IMPORT_BY_TAG_NAME.wireName(),
                    Booleans.parse(mapped.path(CustomerField.IMPORT_BY_TAG_NAME.wireName())));
            byName = flag != null && flag.booleanValue();
            tags = draft.remark(CustomerField.TAGS.wireName(), byName ? TextLists.parse(ids) : TextLists.ids(ids));
        }
        draft.set(CustomerField.TAGS, tags);
        draft.set(CustomerField.IMPORT_BY_TAG_NAME, byName && tags != null ? BooleanNode.TRUE : null);
        String removeField = CustomerField.TAGS_REMOVE.wireName();
        JsonNode removed = draft.remark(removeField, TextLists.parse(mapped.path(removeField)));
        if (removed != null && byName && tags != null) {
            List<String> both = TextLists.texts(removed);
            List<String> left = CustomerTags.minus(both, TextLists.texts(tags));
            if (left.size() < both.size()) {
                draft.warn(Code.BAD_VALUE, removeField, "a tag that is in tags_by_name as well stays");
                removed = TextLists.list(left);
            }
        }
        draft.set(CustomerField.TAGS_REMOVE, removed);
    }

    /** A value that is there but wrong does not clear: LadiFlow keeps what it has. */
    private static void clear(ObjectNode mapped, Draft draft) {
        JsonNode wanted = draft.remark(CLEAR, TextLists.parse(mapped.path(CLEAR)));
        if (wanted == null) {
            return;
        }
        for (JsonNode name : wanted) {
            Optional<CustomerField> field = CustomerField.byWireName(name.textValue());
            if (field.isEmpty()) {
                draft.unknown(name.textValue());
            } else if (field.get() == CustomerField.ID) {
                draft.warn(Code.BAD_VALUE, CLEAR, "LadiFlow's identifier cannot be cleared");
            } else if (isEmpty(mapped.path(name.textValue())) && !draft.has(field.get())) {
                draft.clear(field.get());
            }
        }
    }

    private static boolean isEmpty(JsonNode value) {
        Value<String> text = Text.of(value);
        return text.kept() == null && text.code() == null;
    }
}
