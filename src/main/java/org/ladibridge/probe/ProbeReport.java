package org.ladibridge.probe;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.ladibridge.probe.Finding.Fit;
import org.ladibridge.probe.Finding.Setting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What was found.
 *
 * @param at when
 * @param url of the LadiFlow that was asked
 */
public record ProbeReport(Instant at, String url, List<Finding> findings) {
    /** What is to be set, each property once. */
    public List<Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        findings.stream().map(Finding::setting).filter(Objects::nonNull)
                .forEach(setting -> settings.putIfAbsent(setting.property(), setting));
        return List.copyOf(settings.values());
    }

    public List<Finding> of(Fit fit) {
        return findings.stream().filter(finding -> finding.fit() == fit).toList();
    }

    /** For programs; no address and no key stand in it. */
    public ObjectNode toJson() {
        ObjectNode report = new ObjectMapper().createObjectNode().put("at", at.toString()).put("url", url);
        for (Finding finding : findings) {
            ObjectNode one = report.withArray("findings").addObject().put("question", finding.question().id())
                    .put("text", finding.question().text()).put("assumed", finding.question().assumed())
                    .put("fit", finding.fit().name()).put("answer", finding.answer()).put("did", finding.did());
            if (finding.setting() != null) {
                one.putObject("setting").put("property", finding.setting().property()).put("value", finding.setting().value());
            }
        }
        return report;
    }
}
