package org.ladibridge.trace;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Spans by OpenTelemetry, sent in batches; what a collector does not take is dropped, and no record waits for it.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">names of the attributes</a>
 */
// By a ServiceLoader, of which an executable keeps nothing by itself (its resource is in application.properties).
@RegisterForReflection(classNames = "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider")
final class Spans {
    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("ladibridge.source");
    private static final AttributeKey<Long> RECORD = AttributeKey.longKey("ladibridge.record");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final long CLOSE_SECONDS = 5;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    Spans(URI collector) {
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder().put("service.name", "ladibridge").build())
                .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                .addSpanProcessor(BatchSpanProcessor
                        .builder(OtlpHttpSpanExporter.builder().setEndpoint(collector.toString()).build()).build())
                .build();
        tracer = provider.get("org.ladibridge");
    }

    Step webhook(String source, String traceparent) {
        return step(tracer.spanBuilder("webhook " + source).setSpanKind(SpanKind.SERVER).setParent(parent(traceparent))
                .setAttribute(SOURCE, source).startSpan());
    }

    Step call(String api, String source, long record, String traceparent) {
        return step(tracer.spanBuilder("ladiflow " + api).setSpanKind(SpanKind.CLIENT).setParent(parent(traceparent))
                .setAttribute(SOURCE, source).setAttribute(RECORD, record).startSpan());
    }

    void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private static Context parent(String traceparent) {
        return W3C.extract(Context.root(), traceparent, Header.INSTANCE);
    }

    private static Step step(Span span) {
        return new Step() {
            @Override
            public String traceparent() {
                Map<String, String> headers = new HashMap<>();
                W3C.inject(Context.root().with(span), headers, Map::put);
                return span.isRecording() ? headers.get(TRACEPARENT) : null;
            }

            @Override
            public void ended(Integer status) {
                if (status != null) {
                    span.setAttribute(STATUS, status.longValue());
                }
                if (status == null || status >= 400) {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
            }
        };
    }

    /** The one header there is; the propagator passes over what is none of its own. */
    private enum Header implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public String get(String traceparent, String key) {
            return key.equals(TRACEPARENT) ? traceparent : null;
        }
    }
}
