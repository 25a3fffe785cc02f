package org.ladibridge.intake.poll;

/** How a source is asked for the next page. */
enum PagingStyle {
    /** By time of change, inside one timestamp by id. */
    TIME,
    ID,
    PAGE,
    OFFSET,
    /** By what the answer names as the next one, as all that follow. */
    CURSOR,
    LINK,
    LINK_HEADER,
    /** All at once. */
    NONE;

    /** Whether the server says where the next page is. */
    boolean isFollowed() {
        return this == CURSOR || isLink();
    }

    boolean isLink() {
        return this == LINK || this == LINK_HEADER;
    }
}
