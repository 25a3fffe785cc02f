package org.ladibridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One call to LadiFlow.
 *
 * @param api what is called
 * @param body the JSON that is sent
 */
record LadiFlowCall(Api api, ObjectNode body) {

    /** The calls the bridge makes, all of them POST. */
    enum Api {
        SHOW("customer/show"),
        UPDATE("customer/update"),
        CREATE_OR_UPDATE("customer/create-or-update"),
        LIST_TAG("customer/list-tag"),
        CREATE_TAG("customer/create-tag");

        private final String path;

        Api(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }

        /** Whether it changes a customer. */
        boolean isWrite() {
            return this == UPDATE || this == CREATE_OR_UPDATE;
        }

        /** Whether it is about no customer. */
        boolean isOfTags() {
            return this == LIST_TAG || this == CREATE_TAG;
        }
    }
}
