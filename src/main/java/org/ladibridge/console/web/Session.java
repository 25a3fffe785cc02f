package org.ladibridge.console.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Somebody who has shown the admin token. Lives in memory: a restart logs everybody out. */
final class Session {
    /** The CSRF token, required for every change. */
    final String csrf;
    /** Who it is, as they say themselves; blank when they do not. */
    final String user;
    /** By the ticker, as {@link #lastSeen}. */
    final long since;
    volatile long lastSeen;
    private final Set<String> revealed = ConcurrentHashMap.newKeySet();
    private final AtomicReference<String> notice = new AtomicReference<>();

    Session(String csrf, String user, long since) {
        this.csrf = csrf;
        this.user = user;
        this.since = since;
        this.lastSeen = since;
    }

    /** The personal data of a subject may be shown in full until the session ends. */
    void reveal(String subject) {
        revealed.add(subject);
    }

    /** Masked again. */
    void hide(String subject) {
        revealed.remove(subject);
    }

    boolean mayShow(String subject) {
        return revealed.contains(subject);
    }

    /** Says something on the next page. */
    void say(String sentence) {
        notice.set(sentence);
    }

    /** What is to be said on this page; null for nothing. */
    String takeNotice() {
        return notice.getAndSet(null);
    }
}
