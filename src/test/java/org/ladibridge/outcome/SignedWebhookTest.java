package org.ladibridge.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.intake.MissingSettingException;

import com.standardwebhooks.Webhook;

/** A request by Standard Webhooks, checked by the standard's own library. */
class SignedWebhookTest {
    private static final String OLD = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String NEW = "whsec_bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmU=";
    private static final String BODY = "{\"customer\":\"Nguyễn Văn An\"}";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SignedWebhook webhook = new SignedWebhook();

    @BeforeEach
    void prepare() {
        camel.getRegistry().bind("clock", Clock.class, Clock.systemUTC());
        webhook.setCamelContext(camel);
        webhook.setUrl("https://crm.example.vn/ladibridge?tenant=7");
    }

    private Exchange signed() throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(BODY.getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(OutcomeSender.ID, "outcome_1_1");
        exchange.getMessage().setHeader("Authorization", "of somebody else");
        webhook.sign(exchange);
        return exchange;
    }

    private static HttpHeaders headers(Exchange exchange) {
        return HttpHeaders.of(exchange.getMessage().getHeaders().entrySet().stream()
                .filter(header -> header.getValue() != null && header.getKey().startsWith("webhook-"))
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue().toString()))), (a, b) -> true);
    }

    @Test
    void itsReceiverCanCheckIt() throws Exception {
        webhook.setSecret(OLD);
        new Webhook(OLD).verify(BODY, headers(signed()));
    }

    @Test
    void whileASecretIsReplacedTheOldOneAndTheNewOneFit() throws Exception {
        webhook.setSecret(OLD + ", " + NEW);
        HttpHeaders headers = headers(signed());
        new Webhook(OLD).verify(BODY, headers);
        new Webhook(NEW).verify(BODY, headers);
    }

    @Test
    void nothingElseLeavesWithIt() throws Exception {
        webhook.setSecret(OLD);
        Exchange exchange = signed();
        assertFalse(exchange.getMessage().getHeaders().containsKey("Authorization"));
        assertEquals("https://crm.example.vn/ladibridge", exchange.getMessage().getHeader(Exchange.HTTP_URI));
        assertEquals("tenant=7", exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY));
        assertEquals("outcome_1_1", exchange.getMessage().getHeader("webhook-id"));
    }

    @ParameterizedTest
    @CsvSource({"whsec_not base64!,'secret takes whsec_ and base64, as «openssl rand -base64 32» makes it'",
            "whsec_c2hvcnQ=,'secret has to be 16 bytes or more, in base64 behind whsec_'"})
    void aSecretThatCanBeNoneIsRefusedWithoutBeingShown(String secret, String message) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> webhook.setSecret(secret)).getMessage());
    }

    @Test
    void theVariableOfAMissingSecretIsNamed() {
        assertEquals("set CRM_SECRET to start it",
                assertThrows(MissingSettingException.class, () -> webhook.setSecret("setting:crm.secret")).getMessage());
    }
}
