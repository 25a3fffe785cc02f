package org.ladibridge.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Gives up an answer that is larger than a limit, with an {@link AnswerTooLargeException}: what one server answers must not fill
 * the memory that all share. What counts is what the body becomes when it is unpacked, not what comes over the wire.
 *
 * @param most bytes
 * @param remedy what the reader of the message can do, such as the setting that moves the limit
 */
public record AnswerLimit(long most, String remedy) implements HttpClientConfigurer {
    private static final long LEAST = 1024;
    private static final long MOST = 1024L * 1024 * 1024;

    /**
     * @param setting the name of the setting that {@code most} is
     * @throws ConfigurationException when it makes no sense
     */
    public static AnswerLimit of(long most, String setting, String remedy) {
        if (most < LEAST || most > MOST) {
            throw new ConfigurationException(
                    setting + " is " + most + " bytes: give a size between 1K and 1024M, such as 1M");
        }
        return new AnswerLimit(most, remedy);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        // First: the outermost, which sees the body as it is after the client has unpacked it.
        client.addExecInterceptorFirst("answer-limit", (request, scope, chain) -> {
            var response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                response.setEntity(new Limited(entity, scope.execRuntime));
                // What is packed in a way that the client does not know stays so: nobody unpacks it behind the limit.
                response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
            }
            return response;
        });
    }

    private final class Limited extends HttpEntityWrapper {
        private final ExecRuntime call;

        Limited(HttpEntity entity, ExecRuntime call) {
            super(entity);
            this.call = call;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (getContentLength() > most) {
                throw giveUp();
            }
            InputStream content = super.getContent();
            return content == null ? null : new Counted(content, this);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream content = getContent()) {
                if (content != null) {
                    content.transferTo(out);
                }
            }
        }

        /** Closed in good order, the connection would first read on to the end of the answer. */
        private AnswerTooLargeException giveUp() {
            call.discardEndpoint();
            return new AnswerTooLargeException(most, remedy);
        }
    }

    private final class Counted extends FilterInputStream {
        private final Limited entity;
        private long read;

        Counted(InputStream content, Limited entity) {
            super(content);
            this.entity = entity;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            count(Math.max(0, count));
            return count;
        }

        @Override
        public long skip(long wanted) throws IOException {
            long skipped = super.skip(wanted);
            count(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(long bytes) throws AnswerTooLargeException {
            read += bytes;
            if (read > most) {
                throw entity.giveUp();
            }
        }
    }
}
