package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.transform.Transforming.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.transform.Transformed.Accepted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a mapping is proposed for senders that nobody has described. */
class MappingProposalTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String placed(String sample) {
        return MappingProposal.of(json(sample), "X").placed().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        {'id':7,'email':'a@b.vn','phone':'0912345678','name':'An'} ~ {email=.email, phone=.phone, full_name=.name, external_customer_id=.id}
        {'data':{'customer':{'firstName':'An','lastName':'Lê','mobilePhone':'0912345678'}}} ~ {phone=.data.customer.mobilePhone, first_name=.data.customer.firstName, last_name=.data.customer.lastName}
        {'Họ và tên':'An','Số điện thoại':'0912345678','Địa chỉ e-mail':'a@b.vn'} ~ {email=.["Địa chỉ e-mail"], phone=.["Số điện thoại"], full_name=.["Họ và tên"]}
        {'product':{'name':'Áo','phone':'0912345678'},'buyer':{'name':'An','tel':'0987654321'}} ~ {phone=.buyer.tel, full_name=.buyer.name}
        {'emails':[{'value':'a@b.vn'}],'phones':[{'value':'0912345678'}]} ~ {email=.emails[0].value, phone=.phones[0].value}
        {'contact':{'x_17':'a@b.vn','note':'gọi lại'}} ~ {email=.contact.x_17}
        {'email':'chưa có','lien_he':'0912345678'} ~ {phone=.lien_he}
        {'shop':{'name':'Hoa','email':'shop@b.vn'},'customer':{'email':'a@b.vn'}} ~ {email=.customer.email}
        {'oa_id':'9','recipient':{'id':'9'},'sender':{'id':'5'},'info':{'phone':'0912345678'}} ~ {phone=.info.phone}
        {'id':1001,'order':{'customer':{'id':5,'email':'a@b.vn'},'id':77}} ~ {email=.order.customer.email, external_customer_id=.order.customer.id}
        {'id':1001,'event':'order','email':'a@b.vn'} ~ {email=.email}
        {'customer_id':5,'email':'a@b.vn','line_items':[{'id':3,'name':'Áo'}]} ~ {email=.email, external_customer_id=.customer_id}
        """)
    void valuesArePlacedByTheirKeysAndLooks(String sample, String expected) {
        assertEquals(expected, placed(sample));
    }

    @Test
    void whatIsNotUsedIsNamedAndAnIdThatMayBeTheCustomersIsAsked() throws Exception {
        MappingProposal proposal = MappingProposal
                .of(json("{'id':7,'event':'lead.created','contact':{'email':'a@b.vn','x7':3},"
                        + "'0912345678':'x','note':'','products':[{'sku':'A1'},{'sku':'B2'}]}"), "x");
        assertEquals(List.of("# Not used: .id, .event, .contact.x7, .products[0].sku.",
                "# If .id is the customer's own, add: external_customer_id: (.id | tostring)"),
                proposal.program().lines().takeWhile(line -> line.startsWith("#")).toList());
        assertEquals(List.of(json("{'email':'a@b.vn','source':'x'}")),
                Mapping.compile(proposal.program(), Transforming.JQ).apply(json("{'contact':{'email':'a@b.vn'}}")));
    }

    @Test
    void questionsAndAnswersGoByTheirHeadings() {
        MappingProposal proposal = MappingProposal.of(json("{'answers':[{'question':'Họ và tên','value':'An'},"
                + "{'question':'Số điện thoại','value':'0912345678'}]}"), "forms");
        List<JsonNode> made = Mapping.compile(proposal.program(), Transforming.JQ).apply(json(
                "{'answers':[{'question':'Họ và tên','value':'An'},{'question':'Số điện thoại','value':'0912345678'}]}"));
        assertEquals(List.of(json("{'columns':{'Họ và tên':'An','Số điện thoại':'0912345678'},'source':'forms'}")), made);
    }

    @Test
    void whatAPersonAnsweredGoesBeforeWhatStandsElsewhere() {
        assertEquals("{}", placed("{'answers':[{'label':'Email','value':'a@b.vn'},{'label':'SĐT','value':'0912345678'}],"
                + "'account_mail':'x@shop.vn','seller':{'email':'shop@b.vn','phone':'0987654321'}}"));
    }

    @Test
    void aListOfCustomersIsUnwrapped() {
        MappingProposal proposal = MappingProposal
                .of(json("{'event':'x','payload':{'contacts':[{'email':'a@b.vn','name':'An'},{}]}}"), "x");
        assertEquals("payload/contacts", proposal.unwrap());
        assertEquals("{email=.email, full_name=.name}", proposal.placed().toString());
    }

    @Test
    void aKeyThatIsNoWordOfJqIsQuoted() {
        MappingProposal proposal = MappingProposal.of(json("{'a\\'b':{'e-mail':'a@b.vn'}}"), "x");
        assertEquals(List.of(json("{'email':'a@b.vn','source':'x'}")), Mapping.compile(proposal.program(), Transforming.JQ)
                .apply(json("{'a\\'b':{'e-mail':'a@b.vn'}}")));
    }

    /**
     * Of the shipped sources' samples the proposal makes the same customer: name, phone and e-mail. Typeform's answers are called by
     * titles that stand elsewhere; its signature is recognised, and then its own mapping is proposed.
     */
    @Test
    void theProposalPlacesWhatTheShippedMappingsPlace() throws IOException {
        List<String> wrong = new ArrayList<>();
        int customers = 0;
        for (String source : List.of("shopify", "woocommerce", "stripe", "pipedrive", "ladipage-form", "any-webhook",
                "standard-webhook",
                "google-forms", "kiotviet")) {
            try (Stream<Path> samples = Files.list(Path.of("routes", source, "samples"))) {
                for (Path sample : samples
                        .filter(each -> each.toString().endsWith(".json") && !each.toString().endsWith(".expected.json"))
                        .sorted().toList()) {
                    Path expectedFile = sample
                            .resolveSibling(sample.getFileName().toString().replace(".json", ".expected.json"));
                    JsonNode expected = Files.exists(expectedFile) ? JSON.readTree(expectedFile.toFile()) : null;
                    if (expected == null || !expected.isObject() || !expected.has("email") && !expected.has("phone")) {
                        continue;
                    }
                    customers++;
                    JsonNode body = JSON.readTree(sample.toFile());
                    MappingProposal proposal = MappingProposal.of(body, source);
                    JsonNode record = body.isArray() ? body.get(0) : body;
                    for (String key : proposal.unwrap().split("/")) {
                        record = key.isEmpty() ? record : record.path(key);
                        record = record.isArray() ? record.get(0) : record;
                    }
                    List<Transformed> made = Transforming.TRANSFORMER.transform(record,
                            Mapping.compile(proposal.program(), Transforming.JQ), Hints.none());
                    JsonNode customer = made.size() == 1 && made.get(0) instanceof Accepted accepted
                            ? accepted.customer().toJson()
                            : JSON.createObjectNode();
                    for (String field : List.of("email", "phone", "full_name")) {
                        if (expected.hasNonNull(field) && !customer.path(field).equals(expected.path(field))) {
                            wrong.add(
                                    sample + " " + field + ": " + customer.path(field) + " instead of " + expected.path(field));
                        }
                    }
                }
            }
        }
        assertTrue(customers > 10, "only " + customers);
        assertEquals(List.of(), wrong);
    }
}
