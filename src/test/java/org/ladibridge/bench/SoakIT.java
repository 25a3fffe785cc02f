package org.ladibridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.app.BridgeProcess;

/** {@code bench/soak}, as short as a leak of one object per record can be seen. */
class SoakIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void nothingStaysAliveOfARecord() throws Exception {
        assumeFalse(BridgeProcess.isNative(), "a native executable has no histogram of its heap");
        Soak soak = Soak.in(folder.resolve("soak"), Soak.Length.SHORT);
        soak.run();
        List<String> faults = soak.faults(Growing.SHORT);
        assertEquals(List.of(), faults, soak.markdown("The soak", faults));
    }
}
