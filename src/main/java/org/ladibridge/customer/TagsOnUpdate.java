package org.ladibridge.customer;

/** What becomes of the tags that a customer has in LadiFlow when a record has tags. */
public enum TagsOnUpdate {
    /** They stay; those of the record come to them. Each tag is a word of its own: the last that was said of it wins. */
    ADD,
    /** They go; those of the record are all that the customer has. */
    REPLACE
}
