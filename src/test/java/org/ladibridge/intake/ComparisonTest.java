package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.ladibridge.intake.Comparison.Kind;
import org.ladibridge.intake.Comparison.Result;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What counts as what when two mappings are compared. Every record is customers as a mapping places them. */
class ComparisonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CustomerTransformer TRANSFORMER = new CustomerTransformer(
            Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC));

    private static List<Transformed> made(String customers) throws JsonProcessingException {
        List<ObjectNode> placed = new ArrayList<>();
        JSON.readTree(customers.replace('\'', '"')).forEach(customer -> placed.add((ObjectNode) customer));
        return made(placed);
    }

    private static List<Transformed> made(List<ObjectNode> placed) {
        return placed.stream().map(customer -> TRANSFORMER.normalise(customer.deepCopy(), SourceHints.defaults())).toList();
    }

    private static Kind kind(String before, String after) throws JsonProcessingException {
        return new Comparison("shop").add(1, made(before), made(after));
    }

    private static Result result(String before, String after) throws JsonProcessingException {
        Comparison comparison = new Comparison("shop");
        comparison.add(1, made(before), made(after));
        return comparison.result();
    }

    @Property(tries = 100)
    void whatIsComparedWithItselfIsEqual(@ForAll("record") List<ObjectNode> record) {
        Comparison comparison = new Comparison("shop");
        assertEquals(Kind.EQUAL, comparison.add(1, made(record), made(record)));
        assertEquals(List.of(), comparison.result().newWarnings());
        assertEquals(List.of(), comparison.result().goneWarnings());
        assertTrue(comparison.result().isHarmless());
    }

    @Property(tries = 60)
    void everyRecordIsCountedOnceAndTheDangerousOnesAreThoseWhoseCustomersDiffer(
            @ForAll("record") List<ObjectNode> before, @ForAll("record") List<ObjectNode> after,
            @ForAll("record") List<ObjectNode> third) {
        Comparison comparison = new Comparison("shop");
        List<List<ObjectNode>> records = List.of(before, after, third);
        int n = 0;
        int harmless = 0;
        for (List<ObjectNode> one : records) {
            for (List<ObjectNode> other : records) {
                Kind kind = comparison.add(++n, made(one), made(other));
                harmless += kind == Kind.EQUAL || kind == Kind.CHANGED ? 1 : 0;
                assertEquals(kind == Kind.EQUAL, new Comparison("shop").add(1, made(other), made(one)) == Kind.EQUAL,
                        "the same is the same from both sides");
            }
        }
        Result result = comparison.result();
        assertEquals(n, result.compared());
        assertEquals(n, result.equal() + result.changed() + result.otherCustomer() + result.newlyRejected()
                + result.newlyIgnored() + result.newlyAccepted());
        assertEquals(harmless, result.equal() + result.changed());
        assertEquals(harmless == n, result.isHarmless());
    }

    @Property(tries = 100)
    void noExampleHoldsWhatIsPersonal(@ForAll("record") List<ObjectNode> before, @ForAll("record") List<ObjectNode> after)
            throws JsonProcessingException {
        Comparison comparison = new Comparison("shop");
        comparison.add(1, made(before), made(after));
        String shown = JSON.writeValueAsString(comparison.result());
        for (String personal : List.of("binh@example.vn", "0912345678", "Nguyễn", "Hà Nội")) {
            assertFalse(shown.contains(personal), shown);
        }
    }

    @Provide
    Arbitrary<List<ObjectNode>> record() {
        Arbitrary<String> email = Arbitraries.of("an@example.vn", "binh@example.vn", "no address", "");
        Arbitrary<String> phone = Arbitraries.of("0912345678", "0987654321", "12", "");
        Arbitrary<String> city = Arbitraries.of("Hà Nội", "Huế", "");
        Arbitrary<String> name = Arbitraries.of("Nguyễn An", "");
        return Combinators.combine(email, phone, city, name).as((e, p, c, n) -> JsonNodeFactory.instance.objectNode()
                .put("email", e).put("phone", p).put("city", c).put("first_name", n).put("unknown", c)).list().ofMaxSize(3);
    }

    @Example
    void aRecordThatIsWrittenToSomebodyElseIsTheWorst() throws Exception {
        assertEquals(Kind.OTHER_CUSTOMER, kind("[{'email':'a@example.vn'}]", "[{'email':'b@example.vn'}]"));
        assertEquals(Kind.OTHER_CUSTOMER, kind("[{'email':'a@example.vn'}]",
                "[{'email':'a@example.vn'},{'email':'b@example.vn'}]"), "or to somebody else as well");
        assertEquals(Kind.OTHER_CUSTOMER, kind("[{'phone':'0912345678'}]",
                "[{'phone':'0912345678','email':'shop@example.vn'}]"), "an address that one shares with others would join all");
        Result result = result("[{'email':'a@example.vn'}]", "[{'email':'b@example.vn'}]");
        assertEquals("email:a@e••••••.v•", result.customers().get(0).before());
        assertEquals("email:b@e••••••.v•", result.customers().get(0).after());
        assertEquals("1 go to another customer", result.summary());
    }

    @Example
    void whoWasKnownByTheOtherKeyBesideIsTheSame() throws Exception {
        Result result = result("[{'phone':'0912345678','email':'a@example.vn'}]", "[{'phone':'0912345678'}]");
        assertEquals(1, result.changed());
        assertEquals("email", result.fields().get(0).name());
        assertEquals("a@e••••••.v•", result.fields().get(0).examples().get(0).before());
    }

    @Example
    void aChangedFieldIsNamedACustomFieldToo() throws Exception {
        Result result = result("[{'email':'a@example.vn','city':'Hà Nội','custom_fields':{'vip':'1','old':'x'}}]",
                "[{'email':'a@example.vn','city':'Huế','custom_fields':{'vip':'2','old':'x'}}]");
        assertEquals(Set.of("city", "custom_fields.vip"),
                Set.copyOf(result.fields().stream().map(Comparison.Group::name).toList()));
        assertEquals(1, result.changed());
        assertEquals("1 changed in city (1), custom_fields.vip (1)", result.summary());
        assertEquals("1 đổi giá trị ở city (1), custom_fields.vip (1)", result.summaryVi());
    }

    @Example
    void clearingAllCustomFieldsIsAChange() throws Exception {
        assertEquals(Kind.CHANGED, kind("[{'email':'a@example.vn'}]", "[{'email':'a@example.vn','clear':['custom_fields']}]"));
    }

    @Example
    void whatIsRejectedIsCountedByItsReasonAndWhatBecomesNothingByItself() throws Exception {
        Result rejected = result("[{'email':'a@example.vn'}]", "[{'first_name':'An'}]");
        assertEquals("1 newly rejected NO_EMAIL_OR_PHONE", rejected.summary());
        assertEquals(1, rejected.lost());
        Result ignored = result("[{'email':'a@example.vn'}]", "[]");
        assertEquals(1, ignored.newlyIgnored());
        assertEquals(1, ignored.lost());
        assertEquals(Kind.NEWLY_REJECTED, kind("[{'email':'a@example.vn'}]", "[{'email':'a@example.vn'},{'first_name':'An'}]"));
        assertEquals(Kind.NEWLY_ACCEPTED, kind("[{'first_name':'An'}]", "[{'email':'a@example.vn'}]"));
        assertEquals(Kind.NEWLY_ACCEPTED, kind("[]", "[{'email':'a@example.vn'}]"));
    }

    @Example
    void anotherReasonForTheSameRejectionChangesNobody() throws Exception {
        Result result = result("[{'first_name':'An'}]", "[{'phone':'12'}]");
        assertEquals(1, result.changed());
        assertTrue(result.isHarmless());
    }

    @Example
    void warningsAreCountedBesideWhateverBecomesOfTheRecord() throws Exception {
        Result result = result("[{'email':'a@example.vn','dob':'31/02/1990'}]", "[{'email':'a@example.vn','gender':'?!'}]");
        assertEquals(List.of("BAD_GENDER gender"), result.newWarnings().stream().map(Comparison.Group::name).toList());
        assertEquals(List.of("BAD_DATE dob"), result.goneWarnings().stream().map(Comparison.Group::name).toList());
        assertEquals(1, result.equal());
    }

    @Example
    void aHundredThousandRecordsKeepThreeExamplesEach() throws Exception {
        Comparison comparison = new Comparison("shop");
        List<Transformed> before = made("[{'email':'a@example.vn','city':'Huế'}]");
        for (int i = 0; i < 1_000; i++) {
            comparison.add(i, before, made("[{'email':'a@example.vn','city':'" + "x".repeat(1 + i % 7) + "'}]"));
        }
        assertEquals(3, comparison.result().fields().get(0).examples().size());
        assertEquals(3, Set.copyOf(comparison.result().fields().get(0).examples()).size(), "rather different ones");
    }
}
