package org.ladibridge.intake.poll;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.camel.util.TimeUtils;
import org.ladibridge.http.HeaderValue;
import org.ladibridge.intake.ErrorCodes;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.SecretSetting;
import org.ladibridge.intake.Times;
import org.ladibridge.journal.Digests;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The parameters of {@code kamelet:poll-source}, as that kamelet describes them; a blank text is one that is not given. */
@RegisterForReflection
public class PollSettings {
    private static final Set<String> AUTHS = Set.of("header", "query", "basic", "oauth2", "none");
    private static final int PLACE = 16;

    private String name = "";
    private String url = "";
    private Map<String, String> query = Map.of();
    private Map<String, String> queryWithin = Map.of();
    private Map<String, String> headers = Map.of();
    private Map<String, String> values = Map.of();
    private String body = "";
    private String bodyWithin = "";
    private String items = "";
    private String id = "/id";
    private String updated = "";
    private String created = "";
    private String error = "";
    private Set<String> code = Set.of();
    private Set<String> badKey = Set.of();
    private Set<String> busy = Set.of();
    private String retryAfterAt = "";
    private String paging = "time";
    private String order = "updated";
    private String next = "";
    private String lastPage = "";
    private int firstPage = 1;
    private String serverTime = "";
    private String sinceFormat = "millis";
    private String zone = "UTC";
    private int limit = 100;
    private Duration overlap = Duration.ofMinutes(1);
    private int rate = 4;
    private long fromMillis;
    private int maxPages = 100_000;
    private String auth = "header";
    private String token = "";
    private String tokenHeader = "Authorization";
    private String tokenPrefix = "Bearer ";
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
        address("url", url);
        if (auth.equals("oauth2")) {
            address("tokenUrl", tokenUrl);
            require("clientId", clientId, "auth: oauth2");
            require("clientSecret", clientSecret, "auth: oauth2");
        } else if (!auth.equals("none")) {
            if (token.isBlank()) {
                throw new MissingSettingException(variables(), ": auth " + auth + " needs the parameter token");
            }
        }
        if (auth.equals("header") && !HeaderValue.isPlain(token)) {
            throw new IllegalArgumentException(
                    variables() + " takes ASCII letters, digits and signs only: it is sent as a header");
        }
        if (auth.equals("query")) {
            require("tokenParameter", tokenParameter, "auth: query");
        }
        if (paging.equals("time") && bodyWithin.isBlank() && queryWithin.isEmpty()) {
            throw new IllegalArgumentException(
                    "paging: time needs bodyWithin or queryWithin, to read a timestamp that fills a page by id");
        }
        if (paging.equals("cursor") || paging.equals("link")) {
            require("next", next, "paging: " + paging);
        }
        Stream.of(items, id, updated, created, error, next, serverTime, retryAfterAt).filter(pointer -> !pointer.isEmpty())
                .forEach(PollSettings::pointer);
        new Times(sinceFormat, zone).write(0);
        Paging.of(this, new Times(sinceFormat, zone));
        if (!AUTHS.contains(auth)) {
            throw new IllegalArgumentException("auth takes one of header, query, basic, oauth2 and none, not «" + auth + "»");
        }
        if (limit < 1 || maxPages < 1) {
            throw new IllegalArgumentException((limit < 1 ? "limit" : "maxPages") + " takes a number from 1 on");
        }
        if (!lastPage.isEmpty() && !lastPage.equals("short") && !lastPage.equals("empty")) {
            pointer(lastPage);
        }
    }

    private static void require(String parameter, String value, String because) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(because + " needs the parameter " + parameter);
        }
    }

    private static void address(String parameter, String value) {
        try {
            URI uri = new URI(value.replaceAll("\\{\\w+}", "x"));
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return;
            }
        } catch (java.net.URISyntaxException e) {
            // told below, without the value: it may hold a secret
        }
        throw new IllegalArgumentException(parameter + " takes an address such as https://crm.example.vn/api/customers");
    }

    private static void pointer(String value) {
        if (!value.startsWith("/")) {
            throw new IllegalArgumentException(
                    "items, id, updated, created, error, next, serverTime, retryAfterAt and lastPage take JSON pointers such as /data/items, not «"
                            + value + "»");
        }
    }

    /** Whose list it is: what is read of another address or account begins anew. No token enters it: tokens are renewed. */
    String place() {
        String account = auth.equals("basic") ? token.split(":", 2)[0] : clientId;
        String text = String.join("\n", url.strip().toLowerCase(Locale.ROOT).replaceFirst("/+$", ""),
                new TreeMap<>(headers).toString(), new TreeMap<>(values).toString(), account);
        return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, PLACE);
    }

    /** @throws IllegalArgumentException with the parameter, when it is no duration */
    static Duration duration(String parameter, String text) {
        try {
            long millis = TimeUtils.toMilliSeconds(text.strip());
            if (millis >= 0 && text.strip().matches("(?i)(\\d+|(\\d+(ms|s|m|h|d)\\s*)+|PT?[0-9.DHMST]+)")) {
                return Duration.ofMillis(millis);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException(parameter + " takes a duration such as 30s, 5m or 1h, not «" + text + "»");
    }

    /** The environment variables that hold what proves that we may ask. */
    String variables() {
        String prefix = MissingSettingException.variable(name);
        return auth.equals("oauth2") ? prefix + "_CLIENT_ID and " + prefix + "_SECRET" : prefix + "_TOKEN";
    }

    /** What to look at when we are refused. */
    String suspects() {
        return variables() + (values.isEmpty() ? "" : ", or one of the values " + String.join(" and ", values.keySet()));
    }

    /** The text without secrets, whatever put them there. */
    String masked(String text) {
        String masked = text;
        for (String secret : new String[]{token, clientSecret}) {
            if (!secret.isBlank()) {
                masked = masked.replace(secret, "***").replace(PollRequest.encode(secret), "***");
            }
        }
        return masked;
    }

    /** Whether the server says where the next page is. */
    boolean isFollowed() {
        return paging.equals("cursor") || isLink();
    }

    boolean isLink() {
        return paging.startsWith("link");
    }

    /** Whether the list comes ascending by time of change. */
    boolean ordered() {
        return switch (order) {
            case "updated" -> true;
            case "none" -> false;
            default -> throw new IllegalArgumentException("order takes updated or none, not «" + order + "»");
        };
    }

    String name() {
        return name;
    }

    String url() {
        return url;
    }

    Map<String, String> query() {
        return query;
    }

    Map<String, String> queryWithin() {
        return queryWithin;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> values() {
        return values;
    }

    String body() {
        return body;
    }

    String bodyWithin() {
        return bodyWithin;
    }

    String items() {
        return items;
    }

    String id() {
        return id;
    }

    String updated() {
        return updated;
    }

    String created() {
        return created;
    }

    String error() {
        return error;
    }

    Set<String> code() {
        return code;
    }

    Set<String> badKey() {
        return badKey;
    }

    Set<String> busy() {
        return busy;
    }

    String retryAfterAt() {
        return retryAfterAt;
    }

    String paging() {
        return paging;
    }

    String next() {
        return next;
    }

    String lastPage() {
        return lastPage;
    }

    int firstPage() {
        return firstPage;
    }

    String serverTime() {
        return serverTime;
    }

    String sinceFormat() {
        return sinceFormat;
    }

    String zone() {
        return zone;
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

    String auth() {
        return auth;
    }

    String token() {
        return token;
    }

    String tokenHeader() {
        return tokenHeader;
    }

    String tokenPrefix() {
        return tokenPrefix;
    }

    String tokenParameter() {
        return tokenParameter;
    }

    String tokenUrl() {
        return tokenUrl;
    }

    Map<String, String> tokenForm() {
        return tokenForm;
    }

    String clientId() {
        return clientId;
    }

    String clientSecret() {
        return clientSecret;
    }

    public void setName(String name) {
        this.name = name;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    /** @param query {@code name=value&name=value}, nothing encoded */
    public void setQuery(String query) {
        this.query = pairs("query", query, "&", "=");
    }

    public void setQueryWithin(String query) {
        this.queryWithin = pairs("queryWithin", query, "&", "=");
    }

    /** @param headers {@code Name: value; Name: value} */
    public void setHeaders(String headers) {
        this.headers = pairs("headers", headers, ";", ":");
    }

    /** @param values {@code name=value&name=value}, further placeholders */
    public void setValues(String values) {
        this.values = pairs("values", values, "&", "=");
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

    public void setItems(String items) {
        this.items = items;
    }

    public void setId(String id) {
        this.id = id;
    }

    public void setUpdated(String updated) {
        this.updated = updated;
    }

    public void setCreated(String created) {
        this.created = created;
    }

    public void setError(String error) {
        this.error = error;
    }

    /** @param code keys of an error's codes, comma-separated */
    public void setCode(String code) {
        this.code = ErrorCodes.list(code);
    }

    public void setBadKey(String badKey) {
        this.badKey = ErrorCodes.list(badKey);
    }

    public void setBusy(String busy) {
        this.busy = ErrorCodes.list(busy);
    }

    public void setRetryAfterAt(String retryAfterAt) {
        this.retryAfterAt = retryAfterAt;
    }

    public void setPaging(String paging) {
        this.paging = paging;
    }

    public void setOrder(String order) {
        this.order = order;
    }

    public void setNext(String next) {
        this.next = next;
    }

    public void setLastPage(String lastPage) {
        this.lastPage = lastPage;
    }

    public void setFirstPage(int firstPage) {
        this.firstPage = firstPage;
    }

    public void setServerTime(String serverTime) {
        this.serverTime = serverTime;
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
        this.overlap = duration("overlap", overlap);
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
        this.auth = auth;
    }

    public void setToken(String token) {
        this.token = SecretSetting.secret(token);
    }

    public void setTokenHeader(String tokenHeader) {
        this.tokenHeader = tokenHeader;
    }

    public void setTokenPrefix(String tokenPrefix) {
        this.tokenPrefix = tokenPrefix;
    }

    public void setTokenParameter(String tokenParameter) {
        this.tokenParameter = tokenParameter;
    }

    public void setTokenUrl(String tokenUrl) {
        this.tokenUrl = tokenUrl;
    }

    public void setTokenForm(String tokenForm) {
        this.tokenForm = pairs("tokenForm", tokenForm, "&", "=");
    }

    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    public void setClientSecret(String clientSecret) {
        this.clientSecret = SecretSetting.secret(clientSecret);
    }

    private static Map<String, String> pairs(String parameter, String text, String between, String within) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(between)) {
            if (pair.isBlank()) {
                continue;
            }
            int end = pair.indexOf(within);
            if (end < 1) {
                throw new IllegalArgumentException(
                        parameter + " takes pairs such as name" + within + "value; the one beginning with «"
                                + pair.strip().split("[^A-Za-z0-9_\\-\\[\\]]")[0] + "» is none");
            }
            pairs.put(pair.substring(0, end).strip(), pair.substring(end + within.length()).strip());
        }
        return pairs;
    }
}
