package org.ladibridge.intake.poll;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.SecretSetting;
import org.ladibridge.intake.Times;
import org.ladibridge.intake.api.ApiSettings;
import org.ladibridge.intake.api.Credentials;
import org.ladibridge.intake.api.Credentials.Auth;
import org.ladibridge.intake.api.ErrorVocabulary;
import org.ladibridge.journal.Digests;

import com.fasterxml.jackson.core.JsonPointer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The parameters of {@code kamelet:poll-source}, as that kamelet describes them; a blank text is one that is not given. */
@RegisterForReflection
public class PollSettings extends ApiSettings {
    private static final int PLACE = 16;

    /** What a list is ascending by. */
    enum Order {
        UPDATED,
        NONE
    }

    private String name = "";
    private Map<String, String> query = Map.of();
    private Map<String, String> queryWithin = Map.of();
    private Map<String, String> headers = Map.of();
    private Map<String, String> values = Map.of();
    private String body = "";
    private String bodyWithin = "";
    private int headerRow;
    private JsonPointer updated;
    private JsonPointer created;
    private JsonPointer error;
    private JsonPointer retryAfterAt;
    private PagingStyle paging = PagingStyle.TIME;
    private Order order = Order.UPDATED;
    private JsonPointer next;
    private LastPage lastPage = LastPage.of("");
    private int firstPage = 1;
    private JsonPointer serverTime;
    private String sinceFormat = "millis";
    private String zone = "UTC";
    private int limit = 100;
    private Duration overlap = Duration.ofMinutes(1);
    private int rate = 4;
    private long fromMillis;
    private int maxPages = 100_000;
    private Auth auth = Auth.HEADER;
    private String tokenParameter = "";
    private String tokenUrl = "";
    private Map<String, String> tokenForm = Map.of();
    private String clientId = "";
    private String clientSecret = "";

    /**
     * What no setter can see alone.
     *
     * @throws IllegalArgumentException with the parameter that is wrong or missing
     */
    public void validate() {
        if (isDatabase()) {
            query();
        } else {
            Parameters.address("url", url());
        }
        credentials().validate(variables());
        if (paging == PagingStyle.TIME && bodyWithin.isBlank() && queryWithin.isEmpty()) {
            throw new IllegalArgumentException(
                    "paging: time needs bodyWithin or queryWithin, to read a timestamp that fills a page by id");
        }
        if (paging == PagingStyle.CURSOR || paging == PagingStyle.LINK) {
            Parameters.require("next", next == null ? "" : next.toString(), "paging: " + Parameters.text(paging));
        }
        if (headerRow < 0 || headerRow > 0 && paging != PagingStyle.NONE) {
            throw new IllegalArgumentException(headerRow < 0
                    ? "headerRow takes the number of the row with the headings, or 0, not " + headerRow
                    : "headerRow: rows of cells are read all at once; write paging: none");
        }
        times().write(0);
        if (limit < 1 || maxPages < 1) {
            throw new IllegalArgumentException((limit < 1 ? "limit" : "maxPages") + " takes a number from 1 on");
        }
    }

    /** Whether it is a database, and no API. */
    boolean isDatabase() {
        return SqlCaller.isFor(url());
    }

    private void query() {
        Parameters.require("body", body, "a database (jdbc:)");
        if (paging.isFollowed() && paging != PagingStyle.NONE) {
            throw new IllegalArgumentException("a database names no next page: paging takes one of id, time, offset, none");
        }
        if (auth != Auth.BASIC && auth != Auth.NONE) {
            throw new IllegalArgumentException("a database takes user:password: auth takes one of basic, none");
        }
    }

    /** Whose list it is: what is read of another address or account begins anew. No token enters it: tokens are renewed. */
    String place() {
        String text = String.join("\n", url().toLowerCase(Locale.ROOT).replaceFirst("/+$", ""),
                new TreeMap<>(headers).toString(), new TreeMap<>(values).toString(), credentials().account());
        return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, PLACE);
    }

    /** The environment variables that hold what proves that we may ask. */
    private String variables() {
        return credentials().variables(name);
    }

    /** What to look at when we are refused. */
    String suspects() {
        return variables() + (auth == Auth.SERVICE_ACCOUNT
                ? ", or share what is asked for with " + credentials().account()
                : orValues());
    }

    /** What else may be wrong; empty when nothing else is given. */
    String orValues() {
        return values.isEmpty() ? "" : ", or one of the values " + String.join(" and ", values.keySet());
    }

    /** The text without secrets, whatever put them there. */
    String masked(String text) {
        return credentials().masked(text);
    }

    Credentials credentials() {
        return new Credentials(auth, token(), tokenHeader(), tokenPrefix(), tokenParameter, tokenUrl, tokenForm, clientId,
                clientSecret);
    }

    ErrorVocabulary errors() {
        return errors(error, Set.of());
    }

    Question question() {
        return new Question(url(), query, queryWithin, headers, values, body, bodyWithin, limit, firstPage);
    }

    /** How the source writes times. */
    Times times() {
        return new Times(sinceFormat, zone);
    }

    /** Whether the list comes ascending by time of change. */
    boolean ordered() {
        return order == Order.UPDATED;
    }

    String name() {
        return name;
    }

    /** The row that holds the headings where rows are cells, from 1; 0 where they are objects. */
    int headerRow() {
        return headerRow;
    }

    /** Null when no row tells when it changed. */
    JsonPointer updated() {
        return updated;
    }

    /** Null when nothing stands in for a time of change that is null. */
    JsonPointer created() {
        return created;
    }

    /** Null when only the header tells how long to wait. */
    JsonPointer retryAfterAt() {
        return retryAfterAt;
    }

    PagingStyle paging() {
        return paging;
    }

    /** Null when no answer names the next page. */
    JsonPointer next() {
        return next;
    }

    LastPage lastPage() {
        return lastPage;
    }

    /** Null when only the header tells the server's time. */
    JsonPointer serverTime() {
        return serverTime;
    }

    int limit() {
        return limit;
    }

    Duration overlap() {
        return overlap;
    }

    int rate() {
        return rate;
    }

    long fromMillis() {
        return fromMillis;
    }

    int maxPages() {
        return maxPages;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** @param query {@code name=value&name=value}, nothing encoded */
    public void setQuery(String query) {
        this.query = Parameters.pairs("query", query, "&", "=");
    }

    public void setQueryWithin(String query) {
        this.queryWithin = Parameters.pairs("queryWithin", query, "&", "=");
    }

    /** @param headers {@code Name: value; Name: value} */
    public void setHeaders(String headers) {
        this.headers = Parameters.pairs("headers", headers, ";", ":");
    }

    /** @param values {@code name=value&name=value}, further placeholders */
    public void setValues(String values) {
        this.values = Parameters.pairs("values", values, "&", "=");
        this.values.keySet().stream().filter(RequestTemplate::isNoFreeName).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("values takes names of letters and digits that no placeholder has yet, not «"
                    + name + "»");
        });
    }

    public void setBody(String body) {
        this.body = body;
    }

    public void setBodyWithin(String bodyWithin) {
        this.bodyWithin = bodyWithin;
    }

    public void setHeaderRow(int headerRow) {
        this.headerRow = headerRow;
    }

    public void setUpdated(String updated) {
        this.updated = Parameters.pointerOrNull("updated", updated);
    }

    public void setCreated(String created) {
        this.created = Parameters.pointerOrNull("created", created);
    }

    public void setError(String error) {
        this.error = Parameters.pointerOrNull("error", error);
    }

    public void setRetryAfterAt(String retryAfterAt) {
        this.retryAfterAt = Parameters.pointerOrNull("retryAfterAt", retryAfterAt);
    }

    public void setPaging(String paging) {
        this.paging = Parameters.choice("paging", paging, PagingStyle.class);
    }

    public void setOrder(String order) {
        this.order = Parameters.choice("order", order, Order.class);
    }

    public void setNext(String next) {
        this.next = Parameters.pointerOrNull("next", next);
    }

    public void setLastPage(String lastPage) {
        this.lastPage = LastPage.of(lastPage);
    }

    public void setFirstPage(int firstPage) {
        this.firstPage = firstPage;
    }

    public void setServerTime(String serverTime) {
        this.serverTime = Parameters.pointerOrNull("serverTime", serverTime);
    }

    public void setSinceFormat(String sinceFormat) {
        this.sinceFormat = sinceFormat;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public void setLimit(int limit) {
        this.limit = limit;
    }

    /** @param overlap for example {@code 60s} */
    public void setOverlap(String overlap) {
        this.overlap = Parameters.duration("overlap", overlap);
    }

    public void setRate(int rate) {
        this.rate = rate;
    }

    /** @param from a date or an instant; blank = from the beginning */
    public void setFrom(String from) {
        if (from.isBlank()) {
            fromMillis = 0;
            return;
        }
        try {
            fromMillis = (from.length() == 10
                    ? LocalDate.parse(from).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(from))
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "from takes a date such as 2026-01-31 or an instant such as 2026-01-31T00:00:00Z, not «" + from
                            + "»",
                    e);
        }
    }

    public void setMaxPages(int maxPages) {
        this.maxPages = maxPages;
    }

    public void setAuth(String auth) {
        this.auth = Parameters.choice("auth", auth, Auth.class);
    }

    public void setTokenParameter(String tokenParameter) {
        this.tokenParameter = tokenParameter;
    }

    public void setTokenUrl(String tokenUrl) {
        this.tokenUrl = tokenUrl;
    }

    public void setTokenForm(String tokenForm) {
        this.tokenForm = Parameters.pairs("tokenForm", tokenForm, "&", "=");
    }

    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    public void setClientSecret(String clientSecret) {
        this.clientSecret = SecretSetting.secret(clientSecret);
    }
}
