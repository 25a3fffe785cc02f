package org.ladibridge.console.web;

import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.ladibridge.console.Problem;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.journal.StoreTrouble;

/**
 * What the admin API and the console answer when something fails: 503 while the store cannot be used, and 500, with a number that
 * stands in the log, for whatever nobody thought of. What failed inside is for the log only.
 */
@ApplicationScoped
class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final int COME_BACK_SECONDS = 5;

    private final Journal journal;
    private final Uis uis;
    private final Html html;

    Failures(Journal journal, Uis uis, Html html) {
        this.journal = journal;
        this.uis = uis;
        this.html = html;
    }

    @ServerExceptionMapper
    Response store(JournalUnavailableException e, UriInfo uri) {
        LOG.debug("A call met a store that cannot be used", e);
        journal.noticed(e);
        Optional<StoreTrouble> trouble = journal.storeTrouble();
        if (Guard.isConsole(uri.getPath())) {
            return comeBack(html.page(Response.Status.SERVICE_UNAVAILABLE, Pages.failed(uis.of("failed"),
                    uis.messages().failedStore(), trouble.map(StoreTrouble::message).orElse(null))));
        }
        String why = trouble.map(known -> ": " + known.message()).orElse("");
        return comeBack(Problem.response(Response.Status.SERVICE_UNAVAILABLE,
                "the store cannot be used at the moment, so nothing was changed; try again in a few seconds" + why,
                "hiện không dùng được kho dữ liệu nên chưa có gì thay đổi; hãy thử lại sau vài giây" + why));
    }

    /** Also what carries another exception: the future of a write fails with a wrapped one. */
    @ServerExceptionMapper
    Response rest(Exception e, UriInfo uri) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JournalUnavailableException unavailable) {
                return store(unavailable, uri);
            }
            if (cause instanceof WebApplicationException meant) {
                return meant.getResponse();
            }
        }
        String number = UUID.randomUUID().toString();
        LOG.errorf(e, "A call of the admin API or the console failed (%s)", number);
        if (Guard.isConsole(uri.getPath())) {
            return html.page(Response.Status.INTERNAL_SERVER_ERROR,
                    Pages.failed(uis.of("failed"), uis.messages().failedInside(number), null));
        }
        return Problem.response(Response.Status.INTERNAL_SERVER_ERROR,
                "the bridge failed inside; what failed stands in its log under " + number,
                "lỗi bên trong hệ thống; chi tiết nằm trong nhật ký với mã " + number);
    }

    private static Response comeBack(Response response) {
        return Response.fromResponse(response).header(HttpHeaders.RETRY_AFTER, COME_BACK_SECONDS).build();
    }
}
