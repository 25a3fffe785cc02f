package org.ladibridge.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;

import org.ladibridge.journal.Digests;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.SourceHints.DateOrder;
import org.ladibridge.transform.SourceHints.NameStyle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a source's records are made with: its mapping, and the hints of its route.
 *
 * @param digest equal for rules that are written alike
 */
record Rules(Mapping mapping, SourceHints hints, String digest) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Rules of(Mapping mapping, SourceHints hints) {
        return new Rules(mapping, hints,
                Digests.sha256Hex((write(hints) + "\n" + mapping.program()).getBytes(StandardCharsets.UTF_8)));
    }

    String program() {
        return mapping.program();
    }

    /** In one order, so that equal hints are equal texts in every process. */
    static String write(SourceHints hints) {
        ObjectNode text = JSON.createObjectNode().put("country", hints.country()).put("dateOrder", hints.dateOrder().name())
                .put("zone", hints.zone().getId()).put("names", hints.names().name()).put("titleCase", hints.titleCase())
                .put("stripHonorifics", hints.stripHonorifics()).put("foreignPhones", hints.foreignPhones())
                .put("phonesAsE164", hints.phonesAsE164()).put("secondPhoneField", hints.secondPhoneField())
                .put("secondEmailField", hints.secondEmailField()).put("serialDates", hints.serialDates())
                .put("mergeProvinces", hints.mergeProvinces());
        ObjectNode codes = text.putObject("genderCodes");
        new TreeMap<>(hints.genderCodes()).forEach(codes::put);
        return text.toString();
    }

    /** @throws RuntimeException when an older or younger bridge wrote it, whose hints are not known here */
    static SourceHints hints(String text) {
        try {
            JsonNode hints = JSON.readTree(text);
            Map<String, String> codes = new TreeMap<>();
            hints.path("genderCodes").properties().forEach(code -> codes.put(code.getKey(), code.getValue().asText()));
            return new SourceHints(hints.path("country").asText(), DateOrder.valueOf(hints.path("dateOrder").asText()),
                    ZoneId.of(hints.path("zone").asText()), codes, NameStyle.valueOf(hints.path("names").asText()),
                    hints.path("titleCase").asBoolean(), hints.path("stripHonorifics").asBoolean(),
                    hints.path("foreignPhones").asBoolean(), hints.path("phonesAsE164").asBoolean(),
                    hints.path("secondPhoneField").textValue(), hints.path("secondEmailField").textValue(),
                    hints.path("serialDates").asBoolean(), hints.path("mergeProvinces").asBoolean());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
