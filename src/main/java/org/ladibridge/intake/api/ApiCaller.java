package org.ladibridge.intake.api;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.support.service.ServiceHelper;

/** Makes the calls to a source. */
@FunctionalInterface
public interface ApiCaller {
    /**
     * @throws IOException when there is no whole answer
     * @throws RuntimeException when the request cannot be sent at all
     */
    ApiReply call(ApiRequest request) throws IOException;

    /** By Camel's HTTP client, from the first call to {@link #close}; every header is the request's own. */
    final class ByHttp implements ApiCaller, AutoCloseable {
        private static final List<String> READ = List.of("Retry-After", "Link", "Date");

        private final CamelContext camel;
        private final String address;
        private Producer producer;

        /**
         * @param name who calls; each has connections of its own
         * @param timeout for an answer
         */
        public ByHttp(CamelContext camel, String name, Duration timeout) {
            this.camel = camel;
            // Each request brings its own address; http: because its component is the one that never repeats calls by itself.
            this.address = "http://" + name
                    + "?throwExceptionOnFailure=false&followRedirects=false&connectTimeout=5000&soTimeout="
                    + timeout.toMillis() + "&responseTimeout=" + timeout.toMillis() + "&httpClientConfigurer=#callDeadline";
        }

        @Override
        public ApiReply call(ApiRequest request) throws IOException {
            Producer calls = producer();
            Exchange exchange = calls.getEndpoint().createExchange(ExchangePattern.InOut);
            Message message = exchange.getMessage();
            request.headers().forEach(message::setHeader);
            message.setHeader(Exchange.HTTP_METHOD, request.method());
            message.setHeader(Exchange.HTTP_URI, ApiRequest.withoutQuery(request.uri()));
            message.setHeader(Exchange.HTTP_RAW_QUERY, request.uri().getRawQuery());
            message.setBody(request.body());
            try {
                calls.process(exchange);
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e.getMessage(), e);
            }
            Message answer = exchange.getMessage();
            Map<String, String> headers = new HashMap<>();
            READ.forEach(name -> {
                String value = answer.getHeader(name, String.class);
                if (value != null) {
                    headers.put(name, value);
                }
            });
            try (InputStream body = answer.getBody(InputStream.class)) {
                return new ApiReply(answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                        body == null ? new byte[0] : body.readAllBytes(), headers);
            }
        }

        private synchronized Producer producer() throws IOException {
            if (producer == null) {
                try {
                    Producer created = camel.getEndpoint(address).createProducer();
                    ServiceHelper.startService(created);
                    producer = created;
                } catch (Exception e) {
                    throw new IOException(e.getMessage(), e);
                }
            }
            return producer;
        }

        /** Gives the connections back; another call opens them again. */
        @Override
        public synchronized void close() {
            ServiceHelper.stopAndShutdownService(producer);
            producer = null;
        }
    }
}
