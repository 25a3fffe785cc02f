package org.ladibridge.intake.hook;

import static org.ladibridge.intake.hook.Scheme.Encoding.BASE64;
import static org.ladibridge.intake.hook.Scheme.Encoding.HEX;
import static org.ladibridge.intake.hook.Scheme.TimeUnit.MS;
import static org.ladibridge.intake.hook.Scheme.TimeUnit.S;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.hook.Scheme.KeyEncoding;

/**
 * What is known of a sender: how it proves who it is, what it wants to be answered, which of its headers a route may see.
 *
 * @param schemes the ways in which it may sign; empty when nothing is signed
 * @param headers the request headers that a route may see
 * @param credentials fields of the body that open something: never stored
 * @param ping requests that are no events, are not signed, and want exactly 200
 * @param token where the token stands; null = in a header of its own
 * @param handshake the question that it asks before it sends anything, as the parameter {@code handshake} has it; empty = none
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 * @see <a href="https://shopify.dev/docs/apps/build/webhooks/verify-deliveries">Shopify: verify deliveries</a>
 * @see <a href="https://developer.woocommerce.com/docs/apis/rest-api/v1/webhooks/">WooCommerce: webhooks</a>
 * @see <a href="https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation">
 *      HubSpot: validating requests</a>
 * @see <a href="https://www.typeform.com/developers/webhooks/">Typeform: webhooks</a>
 * @see <a href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started/">Meta: webhooks</a>
 * @see <a href="https://docs.stripe.com/webhooks">Stripe: webhooks</a>
 * @see <a href="https://www.kiotviet.vn/huong-dan-su-dung-public-api-retail">KiotViet: public API</a>
 * @see <a href="https://pipedrive.readme.io/docs/guide-for-webhooks-v2">Pipedrive: webhooks v2</a>
 * @see <a href="https://apidocs.bitrix24.com">Bitrix24: events</a>
 */
record Preset(String label, Proof proof, List<Scheme> schemes, Answers answers, Set<String> headers, Set<String> credentials,
        Predicate<HookRequest> ping, Place token, String handshake) {
    /** What a request is believed by. */
    enum Proof {
        SIGNATURE,
        TOKEN,
        BASIC
    }

    private static final List<Preset> ALL = List.of(
            signed("shopify", Scheme.ofBody("X-Shopify-Hmac-Sha256", BASE64, "")).answering(Answers.LENIENT)
                    .showing("X-Shopify-Webhook-Id", "X-Shopify-Event-Id", "X-Shopify-Topic", "X-Shopify-Triggered-At",
                            "X-Shopify-Shop-Domain"),
            signed("woocommerce", Scheme.ofBody("X-WC-Webhook-Signature", BASE64, ""),
                    Scheme.ofBody("X-WC-Webhook-Signature", BASE64, "").keyedBy(KeyEncoding.HTML)).answering(Answers.LENIENT)
                    .showing("X-WC-Webhook-Topic", "X-WC-Webhook-Resource", "X-WC-Webhook-Event", "X-WC-Webhook-Source",
                            "X-WC-Webhook-ID", "X-WC-Webhook-Delivery-ID")
                    .pingedBy(WooCommerce::isPing),
            signed("hubspot", Scheme.ofBody("X-HubSpot-Signature-v3", BASE64, "")
                    .timestamped("{method}{publicUri}{body}{timestamp}", Place.header("X-HubSpot-Request-Timestamp"), MS))
                    .answering(Answers.LENIENT),
            signed("typeform", Scheme.ofBody("Typeform-Signature", BASE64, "sha256=")).answering(Answers.LENIENT),
            signed("meta", Scheme.ofBody("X-Hub-Signature-256", HEX, "sha256=")).answering(Answers.LENIENT).shakingHands(),
            signed("stripe", Scheme.ofBody("Stripe-Signature", HEX, "").signedAt(Place.headerPart("Stripe-Signature", "v1"))
                    .timestamped("{timestamp}.{body}", Place.headerPart("Stripe-Signature", "t"), S))
                    .answering(Answers.LENIENT),
            signed("kiotviet", KiotViet.schemes()).answering(Answers.NEVER_4XX),
            unsigned("pipedrive", Proof.BASIC).answering(Answers.LENIENT),
            unsigned("bitrix24", Proof.TOKEN).tokenIn(Place.body("/auth[application_token]")).answering(Answers.LENIENT).hiding(
                    "auth[application_token]",
                    "auth[access_token]", "auth[refresh_token]"),
            signed("standard-webhooks", Scheme.ofBody("webhook-signature", BASE64, "v1,").keyedBy(KeyEncoding.WHSEC)
                    .timestamped("{id}.{timestamp}.{body}", Place.header("webhook-timestamp"), S)
                    .withId(Place.header("webhook-id")))
                    .showing("webhook-id", "webhook-timestamp"),
            signed("hmac-body", Scheme.ofBody("X-Signature", HEX, "")),
            signed("hmac-timestamped",
                    Scheme.ofBody("X-Signature", HEX, "").timestamped("{timestamp}.{body}", Place.header("X-Timestamp"), S)),
            signed("digest", Scheme.ofBody("X-Signature", HEX, "").digesting(Scheme.template(""))),
            unsigned("token", Proof.TOKEN), unsigned("basic", Proof.BASIC));

    /** @throws IllegalArgumentException that lists the presets there are */
    static Preset of(String label) {
        List<String> labels = all().map(Preset::label).toList();
        return ALL.get(labels.indexOf(Parameters.oneOf("verify", String.valueOf(label), labels)));
    }

    static Stream<Preset> all() {
        return ALL.stream();
    }

    private static Preset signed(String label, Scheme... schemes) {
        return signed(label, List.of(schemes));
    }

    private static Preset signed(String label, List<Scheme> schemes) {
        return new Preset(label, Proof.SIGNATURE, schemes, Answers.PLAIN, Set.of(), Set.of(), request -> false, null, "");
    }

    private static Preset unsigned(String label, Proof proof) {
        return new Preset(label, proof, List.of(), Answers.PLAIN, Set.of(), Set.of(), request -> false, null, "");
    }

    private Preset answering(Answers other) {
        return new Preset(label, proof, schemes, other, headers, credentials, ping, token, handshake);
    }

    private Preset showing(String... names) {
        return new Preset(label, proof, schemes, answers, Set.of(names), credentials, ping, token, handshake);
    }

    private Preset hiding(String... fields) {
        return new Preset(label, proof, schemes, answers, headers, Set.of(fields), ping, token, handshake);
    }

    private Preset pingedBy(Predicate<HookRequest> other) {
        return new Preset(label, proof, schemes, answers, headers, credentials, other, token, handshake);
    }

    private Preset tokenIn(Place place) {
        return new Preset(label, proof, schemes, answers, headers, credentials, ping, place, handshake);
    }

    private Preset shakingHands() {
        return new Preset(label, proof, schemes, answers, headers, credentials, ping, token, Handshake.HUB);
    }
}
