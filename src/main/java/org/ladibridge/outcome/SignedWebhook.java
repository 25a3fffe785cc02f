package org.ladibridge.outcome;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.SecretSetting;

import io.quarkus.runtime.annotations.RegisterForReflection;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The step of {@code kamelet:webhook-sink}: makes the body a request that its receiver can check. The id is the event's and the same
 * whenever it is sent again, the time is now; with two secrets it is signed by both, so that one can be replaced.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
@RegisterForReflection
public class SignedWebhook implements CamelContextAware {
    private static final String ALGORITHM = "HmacSHA256";
    /** By the specification, from 24 to 64 bytes; shorter ones are in use, and a short one can be guessed. */
    private static final int SHORTEST_KEY = 16;

    private CamelContext camel;
    private Clock clock;
    private URI url;
    private List<SecretKeySpec> keys = List.of();

    /** @param url of the receiver */
    public void setUrl(String url) {
        Parameters.address("url", url);
        this.url = URI.create(url);
    }

    /** @param secret {@code whsec_} and base64; two, comma-separated, while one replaces the other */
    public void setSecret(String secret) {
        String text = SecretSetting.secret(secret);
        if (text.isBlank()) {
            throw new MissingSettingException(SecretSetting.nameOf(secret).map(MissingSettingException::variable)
                    .orElse("the parameter secret"), "");
        }
        keys = Parameters.list(text).stream().map(SignedWebhook::key).toList();
    }

    private static SecretKeySpec key(String secret) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.startsWith("whsec_") ? secret.substring("whsec_".length()) : secret);
        } catch (IllegalArgumentException e) {
            // The decoder's message shows a part of the secret.
            throw new IllegalArgumentException("secret takes whsec_ and base64, as «openssl rand -base64 32» makes it");
        }
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException("secret has to be " + SHORTEST_KEY + " bytes or more, in base64 behind whsec_");
        }
        return new SecretKeySpec(key, ALGORITHM);
    }

    /** Nothing but what stands here leaves with the body. */
    public void sign(Exchange exchange) throws GeneralSecurityException {
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        String id = message.getHeader(OutcomeSender.ID, String.class);
        String timestamp = String.valueOf(clock.instant().getEpochSecond());
        List<String> signatures = new ArrayList<>();
        for (SecretKeySpec key : keys) {
            signatures.add("v1," + signature(key, id, timestamp, body));
        }
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.HTTP_URI, withoutQuery(url));
        message.setHeader(Exchange.HTTP_RAW_QUERY, url.getRawQuery());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("User-Agent", "LadiBridge");
        message.setHeader("webhook-id", id);
        message.setHeader("webhook-timestamp", timestamp);
        message.setHeader("webhook-signature", String.join(" ", signatures));
        message.setBody(body);
    }

    private static String withoutQuery(URI url) {
        return url.toString().replaceFirst("[?#].*", "");
    }

    private static String signature(SecretKeySpec key, String id, String timestamp, byte[] body)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camel = camelContext;
        this.clock = camelContext.getRegistry().findSingleByType(Clock.class);
    }
}
