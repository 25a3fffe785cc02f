package org.ladibridge.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ladibridge.Ports;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** The main job in whatever was packaged: a jar, a native executable or a container image. */
@QuarkusIntegrationTest
@TestProfile(PackagedIT.Sandbox.class)
class PackagedIT {
    private static final String ADMIN = "Bearer admin-for-tests";

    /** A bridge that delivers to the LadiFlow in itself. */
    public static class Sandbox implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            String port = String.valueOf(Ports.free());
            return Map.of("quarkus.http.test-port", port, "quarkus.http.port", port, "bridge.sandbox", "true", "bridge.data",
                    "target/packaged-data-" + port, "bridge.admin-token", "admin-for-tests", "ladipage-form.token",
                    "form-token");
        }
    }

    /** It listens before its sources run, and says that it is ready when they do. */
    @BeforeEach
    void awaitReady() {
        Awaitility.await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void aFormBecomesACustomerOfLadiFlow() {
        given().header("X-Api-Key", "form-token").contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("name", "Lê Thị Hoa").formParam("phone", "0987 654 321")
                .post("/hooks/ladipage-form").then().statusCode(202).body("received", is(1));
        Awaitility.await().untilAsserted(() -> given().header("Authorization", ADMIN)
                .get("/api/ledger").then().body("delivered", is(1), "balanced", is(true)));
        given().header("Authorization", ADMIN).get("/sandbox/customers").then().body("phone", hasItem("0987654321"));
    }
}
