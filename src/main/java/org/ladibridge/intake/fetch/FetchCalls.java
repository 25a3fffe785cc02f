package org.ladibridge.intake.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.service.ServiceHelper;

/** Makes the calls of a fetch. */
interface FetchCalls {

    /**
     * What was answered.
     *
     * @param retryAfter the header {@code Retry-After}; null when there is none
     */
    record Reply(int status, String retryAfter, byte[] body) {
    }

    /**
     * @param body null for a GET
     * @throws IOException when there is no whole answer
     */
    Reply call(URI address, Map<String, String> headers, String body) throws IOException;

    /** By Camel's HTTP client; every header is ours. */
    final class ByHttp implements FetchCalls {
        private static final String CALLS = "http://fetch?throwExceptionOnFailure=false&followRedirects=false&connectTimeout=5000"
                + "&soTimeout=30000&responseTimeout=30000&httpClientConfigurer=#callDeadline";
        private final CamelContext camel;
        private Producer producer;

        ByHttp(CamelContext camel) {
            this.camel = camel;
        }

        @Override
        public Reply call(URI address, Map<String, String> headers, String body) throws IOException {
            Producer calls = producer();
            Exchange exchange = calls.getEndpoint().createExchange(ExchangePattern.InOut);
            Message message = exchange.getMessage();
            headers.forEach(message::setHeader);
            message.setHeader(Exchange.HTTP_METHOD, body == null ? HttpMethods.GET : HttpMethods.POST);
            message.setHeader(Exchange.HTTP_URI, address.toASCIIString().replaceFirst("\\?.*", ""));
            message.setHeader(Exchange.HTTP_RAW_QUERY, address.getRawQuery());
            message.setBody(body);
            try {
                calls.process(exchange);
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e.getMessage(), e);
            }
            Message answer = exchange.getMessage();
            try (InputStream in = answer.getBody(InputStream.class)) {
                return new Reply(answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                        answer.getHeader("Retry-After", String.class), in == null ? new byte[0] : in.readAllBytes());
            }
        }

        private synchronized Producer producer() throws IOException {
            if (producer == null) {
                try {
                    Producer created = camel.getEndpoint(CALLS).createProducer();
                    ServiceHelper.startService(created);
                    producer = created;
                } catch (Exception e) {
                    throw new IOException(e.getMessage(), e);
                }
            }
            return producer;
        }
    }
}
