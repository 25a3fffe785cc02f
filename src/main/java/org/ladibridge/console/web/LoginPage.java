package org.ladibridge.console.web;

import java.util.Map;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;

import org.ladibridge.console.AdminToken;
import org.ladibridge.console.Administrator;
import org.ladibridge.console.LoginThrottle;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;

/** The login, and the visitor's preferences: language and theme. */
@Path("/console")
public class LoginPage {
    private static final String HOME = "/console";
    private static final int LONGEST_NAME = 60;
    private static final int A_YEAR = 31_536_000;

    private final AdminToken token;
    private final Administrator administrator;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final Visitor visitor;
    private final Journal journal;
    private final Uis uis;
    private final Html html;

    LoginPage(AdminToken token, Administrator administrator, Sessions sessions, LoginThrottle throttle, Visitor visitor,
            Journal journal, Uis uis, Html html) {
        this.token = token;
        this.administrator = administrator;
        this.sessions = sessions;
        this.throttle = throttle;
        this.visitor = visitor;
        this.journal = journal;
        this.uis = uis;
        this.html = html;
    }

    @GET
    @Path("login")
    public Response form(@QueryParam("next") String next) {
        return visitor.session() == null ? html.page(Pages.login(uis.of("login"), local(next), null)) : Html.goTo(HOME);
    }

    @POST
    @Path("login")
    public Response login(@FormParam("token") String given, @FormParam("user") String user, @FormParam("next") String next) {
        if (given == null || !token.matches(given.trim())) {
            Session session = visitor.session();
            long seconds = throttle.wrong(session == null ? visitor.address() : session.csrf,
                    given == null ? "" : given.trim());
            return seconds == 0
                    ? refused(Response.Status.UNAUTHORIZED, next, uis.messages().loginWrong())
                    : Response.fromResponse(refused(Response.Status.TOO_MANY_REQUESTS, next,
                            uis.messages().loginWait(uis.of("login").duration(seconds))))
                            .header(HttpHeaders.RETRY_AFTER, seconds).build();
        }
        String name = Administrator.printable(user == null ? "" : user, LONGEST_NAME);
        String id = sessions.open(name);
        journal.auditDone(new AuditEntry(administrator.name(name), "console.login", "console", null));
        return with(cookie(Visitor.SESSION, id, -1, NewCookie.SameSite.STRICT), local(next));
    }

    private Response refused(Response.Status status, String next, String sentence) {
        return html.page(status, Pages.login(uis.of("login"), local(next), sentence));
    }

    @POST
    @Path("logout")
    public Response logout(@FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        sessions.close(visitor.sessionId());
        return with(cookie(Visitor.SESSION, "", 0, NewCookie.SameSite.STRICT), HOME + "/login");
    }

    /** Changes nothing but two cookies of whoever asks, so it needs no session. */
    @POST
    @Path("preferences")
    public Response preferences(@FormParam("language") String language, @FormParam("theme") String theme,
            @FormParam("back") String back) {
        Map<String, String> chosen = Visitor.LANGUAGES.contains(String.valueOf(language))
                ? Map.of(Visitor.LANGUAGE, language)
                : Visitor.THEMES.contains(String.valueOf(theme)) ? Map.of(Visitor.THEME, theme) : Map.of();
        Response.ResponseBuilder response = Response.fromResponse(Html.goTo(local(back)));
        chosen.forEach((name, value) -> response.cookie(cookie(name, value, A_YEAR, NewCookie.SameSite.LAX)));
        return response.build();
    }

    private static Response with(NewCookie cookie, String path) {
        return Response.fromResponse(Html.goTo(path)).cookie(cookie).build();
    }

    private NewCookie cookie(String name, String value, int maxAge, NewCookie.SameSite sameSite) {
        return new NewCookie.Builder(name).value(value).path(HOME).maxAge(maxAge).httpOnly(true).secure(visitor.isSecure())
                .sameSite(sameSite).build();
    }

    /** Accepts only paths of the console as the target after login. */
    static String local(String path) {
        boolean safe = path != null && (path.equals(HOME) || path.startsWith(HOME + "/") || path.startsWith(HOME + "?"))
                && path.chars().allMatch(character -> character > ' ' && character < 127) && !path.contains("\\");
        return safe ? path : HOME;
    }
}
