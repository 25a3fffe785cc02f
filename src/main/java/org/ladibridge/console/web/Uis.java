package org.ladibridge.console.web;

import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.Response;

import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;

/** Makes the frame of the current visitor's page. */
@ApplicationScoped
class Uis {
    private final Visitor visitor;
    private final Assets assets;
    private final Clock clock;

    Uis(Visitor visitor, Assets assets, Clock clock) {
        this.visitor = visitor;
        this.assets = assets;
        this.clock = clock;
    }

    Ui of(String page) {
        Session session = visitor.session();
        return new Ui(page, visitor.locale(), visitor.theme(), session == null ? null : session.csrf,
                session == null ? "" : session.user, visitor.path(), session == null ? null : session.takeNotice(),
                clock.instant(), assets, messages());
    }

    /** The sentences in the visitor's language. */
    Msg messages() {
        return MessageBundles.get(Msg.class, Localized.Literal.of(visitor.locale().getLanguage()));
    }

    /** Those of the pages of files. */
    FileMsg fileMessages() {
        return MessageBundles.get(FileMsg.class, Localized.Literal.of(visitor.locale().getLanguage()));
    }

    /** Those of changed mappings. */
    MapMsg mappingMessages() {
        return MessageBundles.get(MapMsg.class, Localized.Literal.of(visitor.locale().getLanguage()));
    }

    /** Those of the page on which a source is learned. */
    LearnMsg learnMessages() {
        return MessageBundles.get(LearnMsg.class, Localized.Literal.of(visitor.locale().getLanguage()));
    }

    /** Those of webhooks. */
    HookMsg hookMessages() {
        return MessageBundles.get(HookMsg.class, Localized.Literal.of(visitor.locale().getLanguage()));
    }

    /** Says something on the next page. */
    void say(String sentence) {
        visitor.session().say(sentence);
    }

    /** Checks the CSRF token of a change. */
    void requireToken(String csrf) {
        if (csrf == null || !csrf.equals(visitor.session().csrf)) {
            throw new ForbiddenException(Response.status(Response.Status.FORBIDDEN).type("text/plain;charset=UTF-8")
                    .entity(messages().csrfMissing()).build());
        }
    }
}
