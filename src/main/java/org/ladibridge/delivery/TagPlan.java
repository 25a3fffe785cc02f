package org.ladibridge.delivery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerTags;
import org.ladibridge.customer.TagsOnUpdate;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.delivery.LadiFlowConfig.Tags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The tags of one delivery: the calls that make ids of their names, and the list that is sent. Whether LadiFlow replaces a customer's
 * tags or adds to them is documented nowhere; the whole list that he shall have is right in both cases. Used by one thread at a time.
 */
final class TagPlan {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
    private static final int LONGEST_NAME = 100;

    private final CustomerTags wanted;
    private final TagDirectory directory;
    private final LadiFlowConfig config;
    private final List<String> names;
    private final List<Warning> warnings = new ArrayList<>();
    private Set<String> unknown = Set.of();
    private Set<String> removed = Set.of();
    private TagListing listing;
    private String creating;
    private boolean isListedAgain;

    TagPlan(CustomerTags wanted, TagDirectory directory, LadiFlowConfig config) {
        this.wanted = wanted;
        this.directory = directory;
        this.config = config;
        this.names = Stream.concat(sendsIds() ? wanted.added().stream().filter(name -> wanted.byName()) : Stream.of(),
                wanted.removed().stream()).toList();
    }

    /** Whether what is added goes as ids; else as names, which an update does not take. */
    boolean sendsIds() {
        return !wanted.byName() || config.tags() != Tags.NAMES;
    }

    /** Whether the list depends on the tags that the customer has. */
    boolean needsCurrent() {
        return config.tagsOnUpdate() == TagsOnUpdate.ADD && !wanted.added().isEmpty() && sendsIds()
                || !wanted.removed().isEmpty() && (wanted.added().isEmpty() || config.tagsOnUpdate() == TagsOnUpdate.ADD);
    }

    /** Whether a customer with just these tags has what is wanted, as far as that can be told without a call. */
    boolean isMetBy(List<String> ids) {
        if (!directory.isCurrent(names) || !sendsIds()) {
            return false;
        }
        Set<String> has = Set.copyOf(ids);
        Set<String> adds = ids(wanted.added());
        boolean hasAll = adds.size() == wanted.added().size() && has.containsAll(adds);
        boolean hasMore = config.tagsOnUpdate() == TagsOnUpdate.REPLACE && !wanted.added().isEmpty() && has.size() > adds.size()
                || wanted.cleared() && !has.isEmpty();
        return hasAll && !hasMore
                && wanted.removed().stream().flatMap(name -> directory.id(name).stream()).noneMatch(has::contains);
    }

    /** The next call that has to be made before the list can be written; empty when none has to. */
    Optional<LadiFlowCall> next() {
        if (listing == null && !directory.isCurrent(names)) {
            directory.begin(this);
            // The delivery that was waited for has listed the tags.
            listing = directory.isCurrent(names) ? null : new TagListing();
        }
        if (listing != null) {
            return Optional.of(new LadiFlowCall(Api.LIST_TAG, listing.next()));
        }
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            directory.begin(this);
            missing = missing();
        }
        creating = missing.orElse(null);
        if (creating == null) {
            directory.end(this);
        }
        return missing.map(name -> new LadiFlowCall(Api.CREATE_TAG, JsonNodeFactory.instance.objectNode().put("name", name)));
    }

    /** The next name of a tag that has to be created. */
    private Optional<String> missing() {
        return config.tags() != Tags.CREATE || !wanted.byName() || directory.refusal() != null
                ? Optional.empty()
                : wanted.added().stream().filter(name -> directory.id(name).isEmpty() && name.length() <= LONGEST_NAME
                        && directory.mayCreate(name)).findFirst();
    }

    /** LadiFlow answered {@link #next}. */
    void answered(Verdict verdict) {
        if (listing != null) {
            listing.answered(verdict);
            if (listing.next() == null) {
                directory.listed(listing.tags(), listing.refusal());
                listing = null;
                if (isListedAgain && creating != null && directory.id(creating).isEmpty()) {
                    directory.refused(creating);
                }
                isListedAgain = false;
            }
        } else if (verdict instanceof Verdict.TagCreated tag && tag.id() != null) {
            directory.created(new Tag(tag.id(), creating));
        } else {
            // Somebody else may have created it at the same time; else LadiFlow does not want it.
            listing = new TagListing();
            isListedAgain = true;
        }
    }

    /** Lets others list and create. */
    void end() {
        directory.end(this);
    }

    /**
     * Writes the list into a call that updates a customer.
     *
     * @param current the customer as LadiFlow has him; an empty object for one that it does not have, null when that is not known
     */
    void into(ObjectNode body, JsonNode current, boolean takesNames) {
        warnings.clear();
        if (wanted.cleared()) {
            body.putNull(CustomerField.TAGS.wireName());
            return;
        }
        if (!sendsIds() && takesNames) {
            wanted.added().forEach(body.putArray(CustomerField.TAGS.wireName())::add);
            body.put(CustomerField.IMPORT_BY_TAG_NAME.wireName(), true);
            return;
        }
        if (!sendsIds()) {
            warn(Code.TAG_NAMES_NOT_SENT,
                    Names.of(wanted.added())
                            + " not sent: customer/update takes tag ids only; set LADIFLOW_TAGS=match or create");
        } else if (wanted.byName()) {
            warnOfUnknown();
        }
        Set<String> added = sendsIds() ? ids(wanted.added()) : Set.of();
        removed = wanted.removed().stream().flatMap(name -> directory.id(name).stream()).collect(Collectors.toSet());
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        List<String> had = needsCurrent() ? has(current) : List.of();
        if (had == null) {
            warn(Code.TAGS_NOT_SENT, Names.of(Stream.concat(added.stream(), removed.stream()).map(directory::name).toList())
                    + " not sent: customer/show does not tell which tags the customer has, and they would be lost; "
                    + "set LADIFLOW_TAGS_ON_UPDATE=replace if they may be");
            removed = Set.of();
            return;
        }
        Set<String> all = new LinkedHashSet<>(had);
        all.removeAll(removed);
        all.addAll(added);
        if (!all.isEmpty() || !had.isEmpty()) {
            all.forEach(body.putArray(CustomerField.TAGS.wireName())::add);
        }
    }

    private void warnOfUnknown() {
        unknown = wanted.added().stream().filter(name -> directory.id(name).isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!unknown.isEmpty()) {
            String why = directory.refusal() != null
                    ? " not sent: LadiFlow does not list its tags: " + directory.refusal()
                    : config.tags() == Tags.CREATE
                            ? " not sent: LadiFlow did not take them as new tags, or 100 were created within an hour"
                            : " not sent: LadiFlow has no such tag; create it there, or set LADIFLOW_TAGS=create";
            warn(Code.UNKNOWN_TAGS, Names.of(unknown) + why);
        }
    }

    private void warn(Code code, String detail) {
        warnings.add(new Warning(code, CustomerField.TAGS.wireName(), detail));
    }

    private Set<String> ids(List<String> added) {
        return added.stream().flatMap(tag -> wanted.byName() ? directory.id(tag).stream() : Stream.of(tag))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The tags that LadiFlow says the customer has, as ids; null when it does not say, or something that is not understood. */
    List<String> has(JsonNode customer) {
        if (customer == null || !customer.isEmpty() && !customer.has(CustomerField.TAGS.wireName())) {
            return null;
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode tag : customer.path(CustomerField.TAGS.wireName())) {
            Optional<String> id = Stream.of(tag, tag.path("_id"), tag.path("id"), tag.path("tag_id"))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue).map(text -> ID.matcher(text).matches() ? text : directory.id(text).orElse(""))
                    .filter(text -> !text.isEmpty()).findFirst();
            if (id.isEmpty()) {
                return null;
            }
            ids.add(id.get());
        }
        return ids;
    }

    /** What was left out of the list. */
    List<Warning> warnings() {
        return warnings;
    }

    /** Names that LadiFlow does not know. */
    Set<String> unknown() {
        return unknown;
    }

    /** Ids that the customer shall not have any more. */
    Set<String> removed() {
        return removed;
    }

    /** Names that were sent. */
    List<String> sent() {
        return wanted.byName()
                ? CustomerTags.minus(wanted.added(), unknown)
                : wanted.added().stream().map(directory::name).toList();
    }
}
