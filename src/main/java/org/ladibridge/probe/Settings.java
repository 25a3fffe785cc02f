package org.ladibridge.probe;

/** Which settings of the bridge follow from which answers; all of them stand here. */
final class Settings {
    private Settings() {
    }

    static Finding unknownIdCreates(String answer, String did) {
        return Finding.set(Question.UNKNOWN_ID, answer, did, "ladiflow.not-found", "created");
    }

    static Finding languageOnly() {
        return Finding.set(Question.LANGUAGE, "stored", "it is stored, and lang is not", "ladiflow.lang", "language");
    }

    static Finding website(String did) {
        return Finding.set(Question.WEBSITE, "list", did, "ladiflow.website", "list");
    }

    static Finding customFieldsReplace() {
        return Finding.set(Question.CUSTOM_FIELDS, "replace", "replace those that are there", "ladiflow.custom-fields",
                "replace");
    }

    static Finding rate(int callsASecond, String did) {
        return Finding.set(Question.BURST, "refused", did, "ladiflow.rate", String.valueOf(callsASecond));
    }
}
