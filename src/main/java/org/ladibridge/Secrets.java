package org.ladibridge;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;

/**
 * The secrets among the settings, in every encoding in which they may be logged.
 *
 * @param forms null when there are none
 */
record Secrets(Pattern forms) {
    /** Names of settings and of variables. */
    private static final Pattern NAME = Pattern.compile("(?i).*(secret|token|password|passphrase|api[-_.]key)");
    /** An address that is itself a secret, such as Bitrix24's, has a random part. */
    private static final Pattern PART_OF_ADDRESS = Pattern.compile("(?<=[/:=])(?=\\w*\\d)(?=\\w*[A-Za-z])\\w{8,}(?=[/?&@]|$)");
    /** A shorter one would mask ordinary words. */
    private static final int SHORTEST = 6;

    static Secrets of(Config config) {
        Set<String> forms = new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));
        for (String name : config.getPropertyNames()) {
            String value = NAME.matcher(name).matches() || name.toLowerCase(Locale.ROOT).endsWith("url")
                    ? config.getOptionalValue(name, String.class).orElse("")
                    : "";
            parts(name, value).filter(part -> part.length() >= SHORTEST).flatMap(Secrets::forms).forEach(forms::add);
        }
        return new Secrets(forms.isEmpty()
                ? null
                : Pattern.compile(forms.stream().map(Pattern::quote).collect(Collectors.joining("|"))));
    }

    /** During a rotation a setting holds two secrets; a login has its password behind the colon. */
    private static Stream<String> parts(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            return PART_OF_ADDRESS.matcher(value).results().map(MatchResult::group);
        }
        return Stream.concat(Stream.of(value), Stream.of(value.split(",")).map(String::strip)
                .flatMap(secret -> Stream.of(secret, secret.substring(secret.indexOf(':') + 1),
                        secret.startsWith("whsec_") ? secret.substring("whsec_".length()) : secret)));
    }

    private static Stream<String> forms(String secret) {
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        return List.of(secret, encoded, encoded.replace("+", "%20"), base64).stream();
    }

    String mask(String text) {
        return forms == null ? text : forms.matcher(text).replaceAll("***");
    }
}
