package org.ladibridge.intake;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.SourceHints.DateOrder;
import org.ladibridge.transform.SourceHints.NameStyle;

import com.fasterxml.jackson.core.JsonPointer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One source's way of writing customers. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "transform", title = "Transform", syntax = "transform:source", producerOnly = true, category = Category.TRANSFORMATION)
@RegisterForReflection
public class TransformEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the source")
    @Metadata(required = true)
    private final String source;
    @UriParam(description = "File of the jq mapping; by default mapping.jq in the source's folder.")
    private String mapping;
    @UriParam(description = "JSON pointers into each record, comma-separated: their values are the event id, behind that of the property bridge.eventId if there is one.")
    private String eventIdAt = "";
    @UriParam(description = "JSON pointers into each record, comma-separated, to the time at which the source changed it; the first with a time counts.")
    private String changedAt = "";
    @UriParam(description = "Zone of such a time when it carries none; by default that of zone.")
    private String changedAtZone = "";
    @UriParam(defaultValue = "true", description = "Whether equal content under an id that was stored before is left out.")
    private boolean skipDuplicates = true;
    @UriParam(defaultValue = "VN", description = "Region of phone numbers without a country code and of names.")
    private String country = "VN";
    @UriParam(defaultValue = "dmy", enums = "dmy,mdy,ymd,unknown", description = "Order of dates such as 03/04/1990; unknown leaves out those that could be read in two ways.")
    private String dateOrder = "dmy";
    @UriParam(defaultValue = "Asia/Ho_Chi_Minh", description = "Zone of date-times that carry none.")
    private String zone = SourceHints.VIETNAM.getId();
    @UriParam(description = "What the source's numbers mean, for example 1=male,0=female.")
    private String genderCodes = "";
    @UriParam(defaultValue = "whole", enums = "whole,given_name", description = "What LadiFlow's first_name gets; LadiFlow shows it as the customer's name.")
    private String names = "whole";
    @UriParam(description = "Write names in title case.")
    private boolean titleCase;
    @UriParam(description = "Drop honorifics (Anh, Mr and alike) before a family name.")
    private boolean stripHonorifics;
    @UriParam(defaultValue = "true", description = "Keep valid numbers of other countries, with a plus.")
    private boolean foreignPhones = true;
    @UriParam(description = "Write Vietnamese numbers with +84 instead of 0.")
    private boolean phonesAsE164;
    @UriParam(description = "Custom field for a second number in the same cell.")
    private String secondPhoneField = "";
    @UriParam(description = "Custom field for a second address of the same customer.")
    private String secondEmailField = "";
    @UriParam(description = "A plain number in a date field is a spreadsheet's day number.")
    private boolean serialDates;
    @UriParam(description = "Replace a province of before July 2025 by its successor; the original goes to a custom field.")
    private boolean mergeProvinces;

    public TransformEndpoint(String uri, TransformComponent component, String source) {
        super(uri, component);
        this.source = source;
    }

    @Override
    public Producer createProducer() {
        return new TransformProducer(this, ((TransformComponent) getComponent()).create(this));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("transform: is a step, nothing comes from it");
    }

    /** @throws IllegalArgumentException with the name of the parameter that is wrong */
    SourceHints hints() {
        return new SourceHints(country, option(DateOrder.class, "dateOrder", dateOrder), zoneId(), genderCodes(),
                option(NameStyle.class, "names", names), titleCase, stripHonorifics, foreignPhones, phonesAsE164,
                secondPhoneField.isBlank() ? null : secondPhoneField,
                secondEmailField.isBlank() ? null : secondEmailField, serialDates, mergeProvinces);
    }

    /** @throws IllegalArgumentException with what is not a JSON pointer */
    List<JsonPointer> eventIdPointers() {
        return pointers("eventIdAt", eventIdAt);
    }

    /** @throws IllegalArgumentException with the name of the parameter that is wrong */
    ChangeTime changeTime() {
        return new ChangeTime(pointers("changedAt", changedAt),
                new Times("iso", changedAtZone.isBlank() ? zone : changedAtZone));
    }

    private static List<JsonPointer> pointers(String parameter, String value) {
        List<JsonPointer> pointers = new ArrayList<>();
        for (String pointer : value.split(",")) {
            if (!pointer.isBlank()) {
                try {
                    pointers.add(JsonPointer.compile(pointer.strip()));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            parameter + " takes JSON pointers such as /meta/id, not «" + pointer.strip() + "»", e);
                }
            }
        }
        return pointers;
    }

    private ZoneId zoneId() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone takes a name such as Asia/Ho_Chi_Minh, not «" + zone + "»", e);
        }
    }

    private Map<String, String> genderCodes() {
        Map<String, String> codes = new HashMap<>();
        for (String pair : genderCodes.split(",")) {
            if (!pair.isBlank()) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(
                            "genderCodes takes pairs such as 1=male,0=female; «" + pair + "» is none");
                }
                codes.put(pair.substring(0, equals).trim().toLowerCase(Locale.ROOT),
                        pair.substring(equals + 1).trim().toLowerCase(Locale.ROOT));
            }
        }
        return codes;
    }

    private static <E extends Enum<E>> E option(Class<E> type, String name, String value) {
        try {
            return Enum.valueOf(type, value.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " takes one of "
                    + java.util.Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ", not «" + value + "»", e);
        }
    }

    public String getSource() {
        return source;
    }

    public String getMapping() {
        return mapping;
    }

    public void setMapping(String mapping) {
        if (!mapping.isBlank()) {
            this.mapping = mapping;
        }
    }

    public String getEventIdAt() {
        return eventIdAt;
    }

    public void setEventIdAt(String eventIdAt) {
        this.eventIdAt = eventIdAt;
    }

    public String getChangedAt() {
        return changedAt;
    }

    public void setChangedAt(String changedAt) {
        this.changedAt = changedAt;
    }

    public String getChangedAtZone() {
        return changedAtZone;
    }

    public void setChangedAtZone(String changedAtZone) {
        this.changedAtZone = changedAtZone;
    }

    public boolean isSkipDuplicates() {
        return skipDuplicates;
    }

    public void setSkipDuplicates(boolean skipDuplicates) {
        this.skipDuplicates = skipDuplicates;
    }

    public String getCountry() {
        return country;
    }

    public void setCountry(String country) {
        this.country = country;
    }

    public String getDateOrder() {
        return dateOrder;
    }

    public void setDateOrder(String dateOrder) {
        this.dateOrder = dateOrder;
    }

    public String getZone() {
        return zone;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public String getGenderCodes() {
        return genderCodes;
    }

    public void setGenderCodes(String genderCodes) {
        this.genderCodes = genderCodes;
    }

    public String getNames() {
        return names;
    }

    public void setNames(String names) {
        this.names = names;
    }

    public boolean isTitleCase() {
        return titleCase;
    }

    public void setTitleCase(boolean titleCase) {
        this.titleCase = titleCase;
    }

    public boolean isStripHonorifics() {
        return stripHonorifics;
    }

    public void setStripHonorifics(boolean stripHonorifics) {
        this.stripHonorifics = stripHonorifics;
    }

    public boolean isForeignPhones() {
        return foreignPhones;
    }

    public void setForeignPhones(boolean foreignPhones) {
        this.foreignPhones = foreignPhones;
    }

    public boolean isPhonesAsE164() {
        return phonesAsE164;
    }

    public void setPhonesAsE164(boolean phonesAsE164) {
        this.phonesAsE164 = phonesAsE164;
    }

    public String getSecondPhoneField() {
        return secondPhoneField;
    }

    public void setSecondPhoneField(String secondPhoneField) {
        this.secondPhoneField = secondPhoneField;
    }

    public String getSecondEmailField() {
        return secondEmailField;
    }

    public void setSecondEmailField(String secondEmailField) {
        this.secondEmailField = secondEmailField;
    }

    public boolean isSerialDates() {
        return serialDates;
    }

    public void setSerialDates(boolean serialDates) {
        this.serialDates = serialDates;
    }

    public boolean isMergeProvinces() {
        return mergeProvinces;
    }

    public void setMergeProvinces(boolean mergeProvinces) {
        this.mergeProvinces = mergeProvinces;
    }
}
