package org.ladibridge.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.ladibridge.probe.ThrowAway.Unexpected;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tags and custom fields. */
final class ListQuestions {
    private static final String UNDEFINED = "ladibridge_probe_undefined";
    private static final int PAGE = 100;

    private final LadiFlow ladiflow;
    private final Plan plan;
    private final ThrowAway customer;
    private final Findings findings;
    private final List<String> ids = new ArrayList<>();

    ListQuestions(LadiFlow ladiflow, Plan plan, ThrowAway customer, Findings findings) {
        this.ladiflow = ladiflow;
        this.plan = plan;
        this.customer = customer;
        this.findings = findings;
    }

    void ask() throws InterruptedException {
        findings.ask(Question.SAME_TAG, this::sameTag);
        findings.ask(Question.TAGS, this::tags);
        findings.ask(Question.SHOWN_TAGS, this::shownTags);
        findings.ask(Question.UNKNOWN_TAG, this::unknownTag);
        findings.ask(Question.TAG_NAMES, this::tagNames);
        findings.ask(Question.CUSTOM_FIELDS, this::customFields);
        findings.ask(Question.UNKNOWN_FIELD, this::unknownField);
    }

    private String idOf(String tag) throws IOException, InterruptedException {
        for (int page : new int[]{1, 0}) {
            Reply reply = ladiflow.call("list-tag", ladiflow.body().put("limit", PAGE).put("page", page).put("keyword", tag));
            for (JsonNode item : reply.data().path("items")) {
                if (item.path("name").asText().equals(tag)) {
                    return item.path("id").asText(item.path("_id").asText());
                }
            }
        }
        return null;
    }

    private Reply create(String tag) throws IOException, InterruptedException {
        return ladiflow.call("create-tag", ladiflow.body().put("name", tag));
    }

    /** Makes the two tags where they are not there yet, and one of them again. */
    private Finding sameTag() throws IOException, InterruptedException, Unexpected {
        for (String tag : Plan.TAGS) {
            String id = idOf(tag);
            if (id == null) {
                Reply made = create(tag);
                id = made.isSuccess() ? made.data().path("tag_id").asText(idOf(tag)) : null;
            }
            if (id == null || id.isEmpty()) {
                throw new Unexpected("the tag «" + tag + "» could not be made");
            }
            ids.add(id);
        }
        Reply again = create(Plan.TAGS.get(0));
        if (!again.isSuccess()) {
            return Finding.assumed(Question.SAME_TAG, "refuse", "it is refused: " + again);
        }
        return again.data().path("tag_id").asText().equals(ids.get(0))
                ? Finding.assumed(Question.SAME_TAG, "same-id", "answers the id that it has")
                : Finding.mind(Question.SAME_TAG, "twice", "makes a second tag of the same name");
    }

    private void requireTags() throws Unexpected {
        if (ids.size() < Plan.TAGS.size()) {
            throw new Unexpected("not asked: there are no tags to try it with");
        }
    }

    private Set<String> tagsAfter(String... tags) throws IOException, InterruptedException, Unexpected {
        customer.set(withTags(tags));
        return tagsOf(customer.shown());
    }

    private ObjectNode withTags(String... tags) {
        ObjectNode change = customer.change();
        ArrayNode list = change.putArray("tags");
        for (String tag : tags) {
            list.add(tag);
        }
        return change;
    }

    private static Set<String> tagsOf(JsonNode shown) {
        return shown.path("tags").valueStream().map(ListQuestions::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String id(JsonNode tag) {
        return tag.isObject() ? tag.path("id").asText(tag.path("_id").asText()) : tag.asText();
    }

    private Finding tags() throws IOException, InterruptedException, Unexpected {
        requireTags();
        tagsAfter(ids.get(0));
        Set<String> after = tagsAfter(ids.get(1));
        if (after.containsAll(ids)) {
            return Finding.copes(Question.TAGS, "add",
                    "are added to those that are there: LADIFLOW_TAGS_ON_UPDATE=replace cannot work");
        }
        return after.contains(ids.get(1))
                ? Finding.assumed(Question.TAGS, "replace", "replace those that are there")
                : Finding.mind(Question.TAGS, "ignore", "have no effect");
    }

    private Finding shownTags() throws IOException, InterruptedException, Unexpected {
        requireTags();
        JsonNode first = customer.shown().path("tags").path(0);
        if (first.isMissingNode()) {
            throw new Unexpected("customer/show tells no tags");
        }
        return first.isObject()
                ? Finding.assumed(Question.SHOWN_TAGS, "objects", "objects")
                : Finding.assumed(Question.SHOWN_TAGS, "ids", "ids");
    }

    private Finding unknownTag() throws IOException, InterruptedException, Unexpected {
        requireTags();
        String unknown = ReadQuestions.unknownId();
        Reply reply = customer.update(withTags(ids.get(0), unknown));
        if (!reply.isSuccess()) {
            return Finding.mind(Question.UNKNOWN_TAG, "refuse", "the whole update is refused: " + reply);
        }
        return tagsOf(customer.shown()).contains(unknown)
                ? Finding.copes(Question.UNKNOWN_TAG, "keep", "it is stored as it is")
                : Finding.assumed(Question.UNKNOWN_TAG, "drop", "it is dropped");
    }

    private Finding tagNames() throws IOException, InterruptedException, Unexpected {
        requireTags();
        Set<String> without = tagsAfter(ids.get(1));
        Reply reply = customer.update(withTags(Plan.TAGS.get(0)).put("import_by_tag_name", true));
        if (!reply.isSuccess()) {
            return Finding.assumed(Question.TAG_NAMES, "refuse", "it is refused: " + reply);
        }
        Set<String> after = tagsOf(customer.shown());
        if (without.contains(ids.get(0))) {
            return byAnotherName();
        }
        return after.contains(ids.get(0))
                ? Finding.copes(Question.TAG_NAMES, "take", "names are understood on an update, too")
                : Finding.assumed(Question.TAG_NAMES, "ignore", "names are not understood");
    }

    /** Where tags are added, the customer has both already; whether a name is understood shows in what is stored beside them. */
    private Finding byAnotherName() throws IOException, InterruptedException, Unexpected {
        String third = Plan.TAGS.get(0).replace("-1", "-3");
        Reply reply = customer.update(withTags(third).put("import_by_tag_name", true));
        String id = reply.isSuccess() ? idOf(third) : null;
        return id != null && tagsOf(customer.shown()).contains(id)
                ? Finding.copes(Question.TAG_NAMES, "take", "names are understood on an update, too")
                : Finding.assumed(Question.TAG_NAMES, "ignore", "names are not understood");
    }

    private Reply updateFields(String... namesAndValues) throws IOException, InterruptedException {
        ObjectNode change = customer.change();
        ArrayNode fields = change.putArray("custom_fields");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.addObject().put("name", namesAndValues[i]).put("value", namesAndValues[i + 1]);
        }
        return customer.update(change);
    }

    private static Set<String> fieldsOf(JsonNode shown) {
        return shown.path("custom_fields").valueStream().map(field -> field.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Finding customFields() throws IOException, InterruptedException, Unexpected {
        if (plan.customFields().size() < 2) {
            throw new Unexpected("not asked: name two text fields that LadiFlow has with --custom-fields");
        }
        String first = plan.customFields().get(0);
        String second = plan.customFields().get(1);
        updateFields(first, "a", second, "b");
        if (!fieldsOf(customer.shown()).containsAll(plan.customFields())) {
            throw new Unexpected("LadiFlow does not store " + first + " and " + second + ": are they defined, as text?");
        }
        updateFields(second, "c");
        Set<String> after = fieldsOf(customer.shown());
        return after.contains(first)
                ? Finding.assumed(Question.CUSTOM_FIELDS, "merge", "are merged by name")
                : Settings.customFieldsReplace();
    }

    private Finding unknownField() throws IOException, InterruptedException, Unexpected {
        Reply reply = updateFields(UNDEFINED, "x");
        if (!reply.isSuccess()) {
            return Finding.mind(Question.UNKNOWN_FIELD, "refuse", "the whole update is refused: " + reply);
        }
        JsonNode shown = customer.shown();
        if (fieldsOf(shown).contains(UNDEFINED)) {
            return Finding.copes(Question.UNKNOWN_FIELD, "define", "it is stored");
        }
        return ThrowAway.isParked(shown, UNDEFINED)
                ? Finding.assumed(Question.UNKNOWN_FIELD, "park", "it is parked in external_data")
                : Finding.assumed(Question.UNKNOWN_FIELD, "drop", "it is dropped");
    }
}
