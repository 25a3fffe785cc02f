package org.ladibridge.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;

class CustomerUpdateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theWireNamesAreLadiFlowsSpellings() {
        Set<String> names = Arrays.stream(CustomerField.values()).filter(CustomerField::isSent).map(CustomerField::wireName)
                .collect(Collectors.toSet());
        assertEquals(Set.of("_id", "email", "phone", "first_name", "full_name", "dob", "gender", "tags", "import_by_tag_name",
                "custom_fields", "country", "city", "district", "ward", "address", "address_2", "company", "job_title", "lang",
                "postal_code", "channels", "source", "external_customer_id", "subcribed_at", "website", "facebook_url",
                "twitter_url",
                "linkedIn_url", "score", "zalo", "skype"), names);
    }

    @Test
    void theDocumentedExampleIsReadAndWrittenUnchanged() throws Exception {
        JsonNode example = JSON.readTree("""
            {"_id":"64f0a1b2c3d4e5f60718293a","email":"an.nguyen@example.vn","phone":"0912345678",
             "first_name":"Nguyễn Văn An","full_name":"Nguyễn Văn An","dob":"1990-04-03","gender":"male",
             "tags":["64f0a1b2c3d4e5f607182901","64f0a1b2c3d4e5f607182902"],
             "custom_fields":[{"name":"loyalty_tier","value":"GOLD"},{"name":"last_order_id","value":"SO-1001"}],
             "country":"Việt Nam","city":"Hà Nội","district":"Cầu Giấy","ward":"Dịch Vọng","address":"12 Đường Ví Dụ",
             "address_2":"Tầng 3","company":"Công ty Ví Dụ","job_title":"Kế toán","lang":"vi","postal_code":100000,
             "channels":["API"],"source":"API","external_customer_id":"CRM-42","subcribed_at":"2026-01-15",
             "website":"https://example.vn","facebook_url":"https://facebook.com/example","twitter_url":"https://x.com/example",
             "linkedIn_url":"https://linkedin.com/in/example","score":14,"zalo":"an.example","skype":"live:an.example"}""");
        assertEquals(example, JSON.readTree(JSON.writeValueAsBytes(CustomerUpdate.fromJson(example))));
    }

    @Test
    void aCustomerWithoutEmailOrPhoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> CustomerUpdate.builder().text(CustomerField.ID, "64f0").build());
    }

    @Test
    void nullAndBlankAreLeftOutAndOnlyClearSendsNull() throws Exception {
        CustomerUpdate customer = CustomerUpdate.builder().text(CustomerField.EMAIL, "an@example.vn")
                .text(CustomerField.CITY, " ")
                .text(CustomerField.COMPANY, null).clear(CustomerField.ZALO).build();
        assertEquals(JSON.readTree("{\"email\":\"an@example.vn\",\"zalo\":null}"), customer.toJson());
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedByName() {
        var refused = assertThrows(IllegalArgumentException.class,
                () -> CustomerUpdate.builder().set(CustomerField.PHONE, IntNode.valueOf(912345678)));
        assertTrue(refused.getMessage().contains("phone"));
    }

    @Test
    void anUnknownKeyNeverGetsIn() {
        var refused = assertThrows(IllegalArgumentException.class,
                () -> CustomerUpdate.fromJson(JSON.readTree("{\"email\":\"a@example.vn\",\"otp_code\":\"1234\"}")));
        assertTrue(refused.getMessage().contains("otp_code"));
    }

    @Test
    void personalDataNeverShowsInToString() {
        assertFalse(CustomerUpdate.builder().text(CustomerField.EMAIL, "an@example.vn").build().toString().contains("an@"));
    }

    @Test
    void theKeyIsTheEmailElseThePhone() {
        CustomerUpdate both = CustomerUpdate.builder().text(CustomerField.EMAIL, "an@example.vn")
                .text(CustomerField.PHONE, "0912345678")
                .build();
        assertEquals("email:an@example.vn", CustomerKey.of(both, "test").value());
        CustomerUpdate phone = CustomerUpdate.builder().text(CustomerField.PHONE, "0912345678").build();
        assertEquals("phone:0912345678", CustomerKey.of(phone, "test").value());
    }
}
