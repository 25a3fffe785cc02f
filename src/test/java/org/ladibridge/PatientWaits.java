package org.ladibridge;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long a test waits for something that is to happen, where it does not say otherwise. It ends as soon as it has happened, so the
 * limit costs nothing when all is well, and a machine that has other work does not make a test fail.
 */
public class PatientWaits implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }
}
