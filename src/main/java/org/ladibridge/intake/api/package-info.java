/**
 * The API of a source that is asked, whoever asks: how a request proves itself, how it is sent, where an answer has its records, and
 * what it calls its errors. What is asked when, and what follows from an answer, is poll's and fetch's.
 */
package org.ladibridge.intake.api;
