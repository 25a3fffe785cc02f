package org.ladibridge.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the sandbox behaves where LadiFlow's behaviour is documented nowhere; each reading of each open question is a value. Null and
 * zero take their defaults, which are what the bridge assumes.
 *
 * @param notFound what a look-up of an unknown customer is answered
 * @param unknownId what an update with an unknown {@code _id} does
 * @param withoutId what an update without an {@code _id} does
 * @param emailOfAnother whether an update may take over the e-mail of another customer
 * @param status the HTTP status beside the answer's {@code code}
 * @param wrongKey the code for a wrong key (one that contains {@code wrong}, or none); 401 by default
 * @param nulls what null does to a stored value
 * @param blanks what an empty text does to a stored value
 * @param tags what tags of an update do to those that the customer has
 * @param tagNames what {@code import_by_tag_name} does on an update
 * @param unknownTag what happens to a tag that the store does not have
 * @param shownTags what tags look like in answers
 * @param sameTag what creating a tag that is there is answered
 * @param customFields what custom fields of an update do to those that the customer has
 * @param unknownField what happens to a custom field that is not defined
 * @param phones whether {@code show} finds {@code 0912…} by {@code +84912…}
 * @param emails whether {@code show} minds the case of an e-mail
 * @param dob what a {@code dd/MM/yyyy} becomes
 * @param lang which of {@code lang} and {@code language} is stored; the other is parked
 * @param name what the customer is called after
 * @param postalCode what a postal code becomes that is a text with a leading zero
 * @param website in which form a website is stored; the other is dropped
 * @param pages the number of a list's first page
 * @param largestPage rows of a list's page at most; 0 = as many as asked for
 * @param rate calls a second, those beyond get 429; 0 = no limit
 * @param retryAfter what such an answer says of when to come again
 * @param largestBody bytes of a request, larger ones get 413; 0 = no limit
 */
record Behaviour(NotFound notFound, UnknownId unknownId, WithoutId withoutId, EmailOfAnother emailOfAnother, Status status,
        int wrongKey, Nulls nulls, Blanks blanks, Tags tags, TagNames tagNames, UnknownTag unknownTag, ShownTags shownTags,
        SameTag sameTag, CustomFields customFields, UnknownField unknownField, Phones phones, Emails emails, Dob dob, Lang lang,
        Name name, PostalCode postalCode, Website website, Pages pages, int largestPage, int rate, RetryAfter retryAfter,
        int largestBody) {
    static final Behaviour ASSUMED = new Behaviour(null, null, null, null, null, 0, null, null, null, null, null, null, null,
            null,
            null, null, null, null, null, null, null, null, null, 0, 0, null, 0);
    private static final int UNAUTHORIZED = 401;

    Behaviour {
        notFound = or(notFound, NotFound.STATUS_404);
        unknownId = or(unknownId, UnknownId.NOT_FOUND);
        withoutId = or(withoutId, WithoutId.UPSERT);
        emailOfAnother = or(emailOfAnother, EmailOfAnother.TAKE);
        status = or(status, Status.ERRORS);
        wrongKey = wrongKey == 0 ? UNAUTHORIZED : wrongKey;
        nulls = or(nulls, Nulls.CLEAR);
        blanks = or(blanks, Blanks.KEEP);
        tags = or(tags, Tags.REPLACE);
        tagNames = or(tagNames, TagNames.IGNORE);
        unknownTag = or(unknownTag, UnknownTag.DROP);
        shownTags = or(shownTags, ShownTags.IDS);
        sameTag = or(sameTag, SameTag.REFUSE);
        customFields = or(customFields, CustomFields.MERGE);
        unknownField = or(unknownField, UnknownField.DROP);
        phones = or(phones, Phones.EXACT);
        emails = or(emails, Emails.ANY_CASE);
        dob = or(dob, Dob.DROP);
        lang = or(lang, Lang.NEITHER);
        name = or(name, Name.FIRST_NAME);
        postalCode = or(postalCode, PostalCode.NUMBER);
        website = or(website, Website.BOTH);
        pages = or(pages, Pages.FROM_1);
        retryAfter = or(retryAfter, RetryAfter.NONE);
    }

    private static <T> T or(T given, T usual) {
        return given == null ? usual : given;
    }

    enum NotFound {
        @JsonProperty("404")
        STATUS_404,
        /** {@code "data": null}, code 200. */
        @JsonProperty("null")
        NULL_DATA,
        /** {@code "data": {"customer": null}}, code 200. */
        @JsonProperty("null-customer")
        NULL_CUSTOMER,
        /** Code 400, as if the request were wrong. */
        @JsonProperty("400")
        STATUS_400
    }

    enum UnknownId {
        /** As a look-up of an unknown customer. */
        @JsonProperty("not-found")
        NOT_FOUND,
        @JsonProperty("refuse")
        REFUSE,
        /** Updates the customer with this e-mail, or makes one. */
        @JsonProperty("create")
        CREATE
    }

    enum WithoutId {
        /** Updates the customer with this e-mail, or makes one. */
        @JsonProperty("upsert")
        UPSERT,
        @JsonProperty("refuse")
        REFUSE,
        @JsonProperty("not-found")
        NOT_FOUND
    }

    enum EmailOfAnother {
        @JsonProperty("take")
        TAKE,
        @JsonProperty("refuse")
        REFUSE
    }

    enum Status {
        /** Errors have the status of their code; what succeeds is 200, also with code 201. */
        @JsonProperty("errors")
        ERRORS,
        @JsonProperty("same")
        SAME,
        @JsonProperty("always-200")
        ALWAYS_200
    }

    enum Nulls {
        @JsonProperty("clear")
        CLEAR,
        @JsonProperty("keep")
        KEEP,
        /** Becomes the text {@code null}. */
        @JsonProperty("text")
        TEXT
    }

    enum Blanks {
        @JsonProperty("keep")
        KEEP,
        @JsonProperty("clear")
        CLEAR
    }

    enum Tags {
        @JsonProperty("replace")
        REPLACE,
        @JsonProperty("add")
        ADD
    }

    enum TagNames {
        /** The names are taken for ids. */
        @JsonProperty("ignore")
        IGNORE,
        @JsonProperty("take")
        TAKE,
        @JsonProperty("refuse")
        REFUSE
    }

    enum UnknownTag {
        @JsonProperty("drop")
        DROP,
        @JsonProperty("refuse")
        REFUSE,
        /** Is stored as it came. */
        @JsonProperty("keep")
        KEEP
    }

    enum ShownTags {
        @JsonProperty("ids")
        IDS,
        /** {@code {"id","name"}}. */
        @JsonProperty("objects")
        OBJECTS
    }

    enum SameTag {
        @JsonProperty("refuse")
        REFUSE,
        @JsonProperty("same-id")
        SAME_ID
    }

    enum CustomFields {
        @JsonProperty("merge")
        MERGE,
        @JsonProperty("replace")
        REPLACE
    }

    enum UnknownField {
        @JsonProperty("drop")
        DROP,
        @JsonProperty("park")
        PARK,
        @JsonProperty("refuse")
        REFUSE,
        @JsonProperty("define")
        DEFINE
    }

    enum Phones {
        @JsonProperty("exact")
        EXACT,
        @JsonProperty("any-form")
        ANY_FORM
    }

    enum Emails {
        @JsonProperty("any-case")
        ANY_CASE,
        @JsonProperty("exact")
        EXACT
    }

    enum Dob {
        @JsonProperty("drop")
        DROP,
        @JsonProperty("day-first")
        DAY_FIRST,
        @JsonProperty("month-first")
        MONTH_FIRST,
        @JsonProperty("refuse")
        REFUSE
    }

    enum Lang {
        @JsonProperty("neither")
        NEITHER,
        @JsonProperty("lang")
        LANG,
        @JsonProperty("language")
        LANGUAGE,
        @JsonProperty("both")
        BOTH
    }

    enum Name {
        @JsonProperty("first-name")
        FIRST_NAME,
        @JsonProperty("full-name")
        FULL_NAME,
        /** First and last name. */
        @JsonProperty("parts")
        PARTS
    }

    enum PostalCode {
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("text")
        TEXT,
        @JsonProperty("drop")
        DROP,
        @JsonProperty("refuse")
        REFUSE
    }

    enum Website {
        @JsonProperty("both")
        BOTH,
        @JsonProperty("text")
        TEXT,
        @JsonProperty("list")
        LIST
    }

    enum Pages {
        @JsonProperty("from-1")
        FROM_1,
        @JsonProperty("from-0")
        FROM_0
    }

    enum RetryAfter {
        @JsonProperty("none")
        NONE,
        @JsonProperty("seconds")
        SECONDS,
        @JsonProperty("date")
        DATE
    }
}
