package org.ladibridge.console;

import java.util.ArrayList;
import java.util.List;

import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What records would become. Stores nothing, sends nothing. */
public final class Trials {
    private Trials() {
    }

    /** One customer of a sample: its payload, or why there is none. */
    @RegisterForReflection
    public record Trial(JsonNode payload, Reason reason, String reasonEn, String reasonVi, String detail,
            List<Warning> warnings) {
        static Trial of(Transformed customer) {
            if (customer instanceof Rejected rejected) {
                return new Trial(null, rejected.reason(), rejected.reason().en(), rejected.reason().vi(), rejected.detail(),
                        rejected.warnings());
            }
            return new Trial(((Accepted) customer).customer().toJson(), null, null, null, null, customer.warnings());
        }

        /** With its warnings as the author of the mapping wants them. */
        Trial advised(SourceTransformer source) {
            return new Trial(payload, reason, reasonEn, reasonVi, detail, warnings.stream().map(source::advised).toList());
        }
    }

    public static List<Trial> of(SourceTransformer source, List<RawRecord> records) {
        List<Trial> trials = new ArrayList<>();
        for (RawRecord record : records) {
            source.transform(record).forEach(customer -> trials.add(Trial.of(customer)));
        }
        return trials;
    }
}
