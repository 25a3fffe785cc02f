package org.ladibridge.floor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.Main;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

/**
 * What an engineer would write with plain Camel: a webhook that becomes a call while its sender waits, and a CSV of which each row
 * becomes a call. Nothing is stored, checked or repeated. Arguments: port, folder of the files, address of LadiFlow, concurrency.
 */
public final class Floor extends RouteBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String folder;
    private final String ladiflow;
    private final int concurrency;

    private Floor(String folder, String ladiflow, int concurrency) {
        this.folder = folder;
        this.ladiflow = ladiflow;
        this.concurrency = concurrency;
    }

    public static void main(String[] arguments) throws Exception {
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindHost("127.0.0.1");
        server.setBindPort(Integer.parseInt(arguments[0]));
        Main main = new Main();
        main.configure().addRoutesBuilder(new Floor(arguments[1], arguments[2], Integer.parseInt(arguments[3])));
        main.init();
        main.getCamelContext().addService(new VertxPlatformHttpServer(server));
        main.run();
    }

    // @formatter:off
    @Override
    public void configure() {
        String update = ladiflow + "/customer/update?httpMethod=POST&connectionsPerRoute=" + concurrency;

        from("platform-http:/hooks/bench?httpMethodRestrict=POST")
            .removeHeaders("*")
            .setHeader(Exchange.CONTENT_TYPE, constant("application/json; charset=utf-8"))
            .to(update)
            .removeHeaders("*")
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
            .setBody(constant(""));

        from("file:" + folder + "?delay=500&readLock=changed&readLockMinAge=1000&readLockCheckInterval=200")
            .split(method(Floor.class, "rows")).streaming().parallelProcessing().executorService(lanes())
                .removeHeaders("*")
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json; charset=utf-8"))
                .to(update)
            .end();
    }
    // @formatter:on

    /** As many calls at a time as the bridge makes; whoever reads the file helps when the lanes are full. */
    private ExecutorService lanes() {
        return new ThreadPoolExecutor(concurrency, concurrency, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(1000),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** The rows of a CSV as JSON. */
    public static Iterator<byte[]> rows(File file) throws IOException {
        Stream<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file.toPath(), StandardCharsets.UTF_8).stream();
        return rows.map(Floor::json).iterator();
    }

    private static byte[] json(NamedCsvRecord row) {
        ObjectNode customer = JSON.createObjectNode();
        customer.put("full_name", row.getField(0)).put("phone", row.getField(1)).put("email", row.getField(2))
                .put("dob", row.getField(3)).put("gender", row.getField(4)).put("address", row.getField(5))
                .put("district", row.getField(6)).put("city", row.getField(7)).put("external_customer_id", row.getField(8));
        try {
            return JSON.writeValueAsBytes(customer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
