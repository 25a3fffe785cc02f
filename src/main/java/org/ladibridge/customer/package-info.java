/**
 * LadiFlow's customer-update payload, the key that orders a customer's records, and the reasons why a record cannot become one.
 * Nothing here knows where a record comes from, where it is stored or how it is sent.
 */
package org.ladibridge.customer;
