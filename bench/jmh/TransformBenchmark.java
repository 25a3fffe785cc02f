package org.ladibridge.transform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** From the bytes of a record to the bytes of LadiFlow's payload, and the parts of that way. One thread. */
@State(Scope.Benchmark)
public class TransformBenchmark {
    private final ObjectMapper json = new ObjectMapper().findAndRegisterModules();
    private final CustomerTransformer transformer = new CustomerTransformer(Clock.systemUTC());
    private final SourceHints hints = SourceHints.defaults();
    private final JsonNode phone = TextNode.valueOf("+84 912 345 678");
    private final JsonNode plainPhone = TextNode.valueOf("0912345678");
    private Mapping shopify;
    private Mapping csv;
    private byte[] shopifyBytes;
    private JsonNode shopifyRecord;
    private JsonNode csvRecord;
    private ObjectNode shopifyMapped;

    @Setup
    public void read() throws IOException {
        Jq jq = Transforming.jq(Duration.ofSeconds(2));
        shopify = Mapping.compile(Files.readString(Path.of("routes/shopify/mapping.jq")), jq);
        csv = Mapping.compile(Files.readString(Path.of("routes/csv-drop/mapping.jq")), jq);
        shopifyBytes = Files.readAllBytes(Path.of("routes/shopify/samples/customer-update.json"));
        shopifyRecord = json.readTree(shopifyBytes);
        shopifyMapped = (ObjectNode) shopify.apply(shopifyRecord).get(0);
        csvRecord = json.createObjectNode().put("họ và tên", "Nguyễn Văn An").put("số điện thoại", "0912 345 678")
                .put("email", "An.Nguyen@Example.vn").put("ngày sinh", "03/04/1990").put("giới tính", "Nam")
                .put("địa chỉ", "12 Đường Ví Dụ").put("tỉnh/thành phố", "Hà Nội").put("mã khách hàng", "KH001");
    }

    @Benchmark
    public byte[] shopify() throws IOException {
        return bytes(transformer.transform(json.readTree(shopifyBytes), shopify, hints));
    }

    @Benchmark
    public byte[] csv() throws IOException {
        return bytes(transformer.transform(csvRecord, csv, hints));
    }

    private byte[] bytes(List<Transformed> customers) throws IOException {
        return json.writeValueAsBytes(((Transformed.Accepted) customers.get(0)).customer());
    }

    @Benchmark
    public JsonNode parse() throws IOException {
        return json.readTree(shopifyBytes);
    }

    @Benchmark
    public List<JsonNode> mapping() {
        return shopify.apply(shopifyRecord);
    }

    @Benchmark
    public List<JsonNode> csvMapping() {
        return csv.apply(csvRecord);
    }

    @Benchmark
    public Transformed normalise() {
        return transformer.normalise(shopifyMapped, hints);
    }

    @Benchmark
    public Object phone() {
        return Phones.parse(phone, hints);
    }

    @Benchmark
    public Object plainPhone() {
        return Phones.parse(plainPhone, hints);
    }
}
