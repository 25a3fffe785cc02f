package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.ladibridge.routes.Source.State;

/** A route that is there and does not take the outcomes is not one that has to be made. */
class UntoldTest {
    private static Source source(String name, State state) {
        return new Source(name, name + "/" + name + ".camel.yaml", state, null, List.of(), List.of(), true);
    }

    @Test
    void aRouteThatIsPausedIsToBeResumed() {
        assertEquals(Optional.of(new Untold.Line(
                "crm, which takes the outcomes, is paused: resume it (./ladibridge sources resume crm); 37 wait",
                "crm, nguồn nhận kết quả, đang tạm dừng: hãy cho chạy tiếp (./ladibridge sources resume crm); 37 kết quả đang chờ")),
                Untold.standing(List.of(source("broken", State.QUARANTINED), source("crm", State.PAUSED)), 37));
    }

    @Test
    void oneThatDoesNotRunIsNamed() {
        for (State state : List.of(State.QUARANTINED, State.MISSING_SETTING)) {
            assertEquals(Optional.of(new Untold.Line("crm, which takes the outcomes, does not run: see status; 2 wait",
                    "crm, nguồn nhận kết quả, không chạy: hãy xem status; 2 kết quả đang chờ")),
                    Untold.standing(List.of(source("crm", state)), 2));
        }
    }

    @Test
    void whereThereIsNoneItIsSaidOtherwise() {
        assertEquals(Optional.empty(), Untold.standing(List.of(), 2));
    }
}
