package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.ladibridge.customer.CustomerChange;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.TagsOnUpdate;
import org.ladibridge.customer.Warning;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.journal.HeldCustomer;
import org.ladibridge.journal.NotTaken;
import org.ladibridge.journal.Outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;

class DeliveryPlanTest {
    private static final String ID = "64f0a1b2c3d4e5f60718293a";
    private static final CustomerUpdate AN = CustomerUpdate.builder().text(CustomerField.EMAIL, "an@example.vn")
            .text(CustomerField.PHONE, "0912345678").text(CustomerField.FIRST_NAME, "An").build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static DeliveryPlan plan(CustomerUpdate customer, String knownId, Write write, Missing missing) {
        return plan(customer, knownId, new TestConfig(write, missing));
    }

    private static DeliveryPlan plan(CustomerUpdate customer, String knownId, TestConfig config) {
        return DeliveryPlan.of(
                CustomerMerge.of(List.of(new CustomerChange(customer, null, 1, FieldOrigins.NONE)), FieldOrigins.NONE,
                        config.tagsOnUpdate()),
                "digest", new Known(knownId), new TagDirectory(Clock.systemUTC()), config);
    }

    /** An is known under the address and the number that he has. */
    private record Known(HeldCustomer held, boolean isConfirmed, Set<String> ours, Map<String, String> lines)
            implements
                DeliveryPlan.Known {
        Known(String id) {
            this(new HeldCustomer("email:an@example.vn", id, "an@example.vn", "0912345678", null, FieldOrigins.NONE, null,
                    null, null),
                    id != null, Set.of(), Map.of());
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public Set<NotTaken> notTaken() {
            return Set.of();
        }

        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public List<String> freshTags() {
            return null;
        }

        @Override
        public boolean isOurs(String email) {
            return ours.contains(email);
        }

        @Override
        public boolean isOfAnotherLine(String ladiflowId) {
            return lines.containsKey(ladiflowId);
        }

        @Override
        public Optional<String> otherLine(String ladiflowId, String email, String phone) {
            return Optional.ofNullable(lines.get(ladiflowId));
        }
    }

    private static DeliveryPlan resolve(CustomerUpdate customer, String knownId) {
        return plan(customer, knownId, Write.RESOLVE, Missing.CREATE);
    }

    private static Verdict success(String json) {
        try {
            JsonNode customer = JSON.readTree(json.replace('\'', '"'));
            return new Verdict.Success(customer.path("_id").asText(), customer);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void expect(DeliveryPlan plan, Api api, String body) throws Exception {
        LadiFlowCall call = plan.next().orElseThrow();
        assertEquals(api, call.api());
        assertEquals(JSON.readTree(body.replace('\'', '"')), call.body());
    }

    @Test
    void anIdInTheRecordNeedsNoLookUp() throws Exception {
        DeliveryPlan plan = resolve(AN.withId(ID), "another");
        assertEquals(Api.UPDATE, plan.next().orElseThrow().api());
        assertEquals(ID, plan.next().orElseThrow().body().path("_id").asText());
    }

    @Test
    void aRememberedIdNeedsNoLookUp() throws Exception {
        expect(resolve(AN, ID), Api.UPDATE,
                "{'_id':'" + ID + "','email':'an@example.vn','phone':'0912345678','first_name':'An'}");
    }

    @Test
    void anUnknownCustomerIsLookedUpByEmailThenByPhoneThenCreated() throws Exception {
        DeliveryPlan plan = resolve(AN, null);
        expect(plan, Api.SHOW, "{'email':'an@example.vn'}");
        plan.answered(new Verdict.NoSuchCustomer());
        expect(plan, Api.SHOW, "{'phone':'0912345678'}");
        plan.answered(new Verdict.NoSuchCustomer());
        expect(plan, Api.CREATE_OR_UPDATE, "{'email':'an@example.vn','phone':'0912345678','first_name':'An'}");
        plan.answered(success("{'_id':'" + ID + "','isNewSubscriber':true}"));
        assertTrue(plan.next().isEmpty());
        Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, plan.outcome());
        assertEquals(new Outcome.Identity(ID, "an@example.vn", "0912345678"), delivered.identity());
        assertEquals("digest", delivered.payloadDigest());
        assertTrue(delivered.warnings().isEmpty(), "a new subscriber is no surprise when one was created");
    }

    @Test
    void aPhoneOnlyCustomerIsFoundAndNotDoubled() throws Exception {
        DeliveryPlan plan = resolve(AN, null);
        plan.answered(new Verdict.NoSuchCustomer());
        plan.answered(success("{'_id':'" + ID + "','email':'0912345678.ladiflow@ladimail.com','phone':'0912345678'}"));
        assertEquals(Api.UPDATE, plan.next().orElseThrow().api());
        assertEquals(ID, plan.next().orElseThrow().body().path("_id").asText());
    }

    @Test
    void somebodyElseWithTheSamePhoneIsLeftAlone() throws Exception {
        DeliveryPlan plan = resolve(AN, null);
        plan.answered(new Verdict.NoSuchCustomer());
        plan.answered(success("{'_id':'" + ID + "','email':'binh@example.vn','phone':'0912345678'}"));
        assertEquals(Api.CREATE_OR_UPDATE, plan.next().orElseThrow().api());
    }

    @Test
    void aMissingCustomerIsADeadLetterWhenCreatingIsForbidden() {
        DeliveryPlan plan = plan(AN, null, Write.RESOLVE, Missing.REJECT);
        plan.answered(new Verdict.NoSuchCustomer());
        plan.answered(new Verdict.NoSuchCustomer());
        assertEquals(new Outcome.Dead(Reason.CUSTOMER_NOT_FOUND, null), plan.outcome());
    }

    @Test
    void aRememberedIdThatIsRefusedIsForgottenAndResolvedOnce() {
        DeliveryPlan plan = resolve(AN, ID);
        plan.answered(new Verdict.Refused("HTTP 400"));
        assertEquals(Api.SHOW, plan.next().orElseThrow().api());
        plan.answered(success("{'_id':'64f0a1b2c3d4e5f60718293b','email':'an@example.vn'}"));
        assertEquals(Api.UPDATE, plan.next().orElseThrow().api());
        plan.answered(new Verdict.Refused("HTTP 400: e-mail taken"));
        assertEquals(new Outcome.Dead(Reason.LADIFLOW_REFUSED, "HTTP 400: e-mail taken"), plan.outcome());
    }

    @Test
    void updateModeCallsUpdateAsIs() throws Exception {
        DeliveryPlan plan = plan(AN, null, Write.UPDATE, Missing.CREATE);
        expect(plan, Api.UPDATE, "{'email':'an@example.vn','phone':'0912345678','first_name':'An'}");
        plan.answered(new Verdict.Refused("HTTP 422"));
        assertEquals(new Outcome.Dead(Reason.LADIFLOW_REFUSED, "HTTP 422"), plan.outcome());
    }

    @Test
    void upsertModeCallsCreateOrUpdateOnly() {
        assertEquals(Api.CREATE_OR_UPDATE, plan(AN, ID, Write.UPSERT, Missing.REJECT).next().orElseThrow().api());
    }

    @Test
    void asNamesTagsAreNotSentWithAnUpdate() throws Exception {
        CustomerUpdate tagged = AN.toBuilder().set(CustomerField.TAGS, JSON.readTree("[\"VIP\"]"))
                .set(CustomerField.IMPORT_BY_TAG_NAME, BooleanNode.TRUE).build();
        TestConfig config = new TestConfig(Write.RESOLVE, Missing.CREATE);
        config.tags = LadiFlowConfig.Tags.NAMES;
        DeliveryPlan plan = plan(tagged, ID, config);
        assertFalse(plan.next().orElseThrow().body().has("tags"));
        plan.answered(success("{'_id':'" + ID + "'}"));
        assertEquals(Warning.Code.TAG_NAMES_NOT_SENT, ((Outcome.Delivered) plan.outcome()).warnings().get(0).code());
    }

    @Test
    void whatTheDocumentationLeavesOpenIsSentAsItIsSet() throws Exception {
        CustomerUpdate customer = AN.toBuilder().text(CustomerField.WEBSITE, "https://example.vn")
                .text(CustomerField.LANG, "vi").build().without(CustomerField.PHONE).without(CustomerField.FIRST_NAME);
        TestConfig config = new TestConfig(Write.RESOLVE, Missing.CREATE);
        expect(plan(customer, ID, config), Api.UPDATE,
                "{'_id':'" + ID + "','email':'an@example.vn','lang':'vi','website':'https://example.vn'}");
        config.website = LadiFlowConfig.Website.LIST;
        config.lang = LadiFlowConfig.Lang.LANGUAGE;
        expect(plan(customer, ID, config), Api.UPDATE,
                "{'_id':'" + ID + "','email':'an@example.vn','language':'vi','website':['https://example.vn']}");
    }

    @Test
    void anIdThatLadiFlowWouldCreateIsAskedForFirst() throws Exception {
        TestConfig config = new TestConfig(Write.RESOLVE, Missing.CREATE);
        config.notFound = LadiFlowConfig.NotFound.CREATED;
        DeliveryPlan plan = plan(AN.withId(ID), null, config);
        expect(plan, Api.SHOW, "{'customer_id':'" + ID + "'}");
        plan.answered(new Verdict.NoSuchCustomer());
        expect(plan, Api.SHOW, "{'email':'an@example.vn'}");
        assertEquals(Api.UPDATE, plan(AN.withId(ID), ID, config).next().orElseThrow().api(), "LadiFlow has told it lately");
    }

    @Test
    void whereLadiFlowReplacesCustomFieldsTheOthersAreSentAlong() throws Exception {
        CustomerUpdate customer = AN.toBuilder()
                .set(CustomerField.CUSTOM_FIELDS, JSON.readTree("[{\"name\":\"tier\",\"value\":\"GOLD\"}]")).build()
                .without(CustomerField.PHONE).without(CustomerField.FIRST_NAME);
        TestConfig config = new TestConfig(Write.RESOLVE, Missing.CREATE);
        assertEquals(Api.UPDATE, plan(customer, ID, config).next().orElseThrow().api());
        config.customFields = LadiFlowConfig.CustomFields.REPLACE;
        DeliveryPlan plan = plan(customer, ID, config);
        expect(plan, Api.SHOW, "{'customer_id':'" + ID + "'}");
        plan.answered(success("{'_id':'" + ID + "','email':'an@example.vn','custom_fields':[{'name':'tier','value':'OLD'},"
                + "{'custom_field_id':'1','name':'points','data_type':'NUMBER','value_number':7},{'name':'empty','value':null}]}"));
        expect(plan, Api.UPDATE, "{'_id':'" + ID + "','email':'an@example.vn','custom_fields':"
                + "[{'name':'tier','value':'GOLD'},{'name':'points','value':7}]}");
    }

    @Test
    void whatLadiFlowDroppedOrParkedIsAWarning() throws Exception {
        CustomerUpdate customer = AN.toBuilder().set(CustomerField.TAGS, JSON.readTree("[\"64f0a1b2c3d4e5f607182901\"]"))
                .text(CustomerField.FULL_NAME, "An").text(CustomerField.ZALO, "an").build();
        TestConfig config = new TestConfig(Write.RESOLVE, Missing.CREATE);
        config.tagsOnUpdate = TagsOnUpdate.REPLACE;
        DeliveryPlan plan = plan(customer, ID, config);
        plan.answered(success("{'_id':'" + ID + "','tags':[],'isNewSubscriber':true,'phone':'0987654321',"
                + "'external_data':[{'name':'full_name','value':'An'},{'name':'zalo','value':'an'},{'name':'owner_id','value':'x'}]}"));
        assertEquals(
                java.util.List.of(Warning.Code.PARKED_BY_LADIFLOW, Warning.Code.DROPPED_BY_LADIFLOW,
                        Warning.Code.CREATED_ON_UPDATE,
                        Warning.Code.IDENTITY_DIFFERS),
                ((Outcome.Delivered) plan.outcome()).warnings().stream().map(Warning::code).toList());
    }
}
