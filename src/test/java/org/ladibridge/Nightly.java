package org.ladibridge;

/**
 * Whether tests play at length: {@code mvn verify -Pnightly}, as {@code bench/night} does. The build plays the same with fewer repetitions,
 * smaller files and a fixed seed, so that it takes minutes.
 */
public final class Nightly {
    private static final boolean IS = Boolean.getBoolean("nightly");

    private Nightly() {
    }

    public static boolean is() {
        return IS;
    }

    public static <T> T or(T byNight, T inTheBuild) {
        return IS ? byNight : inTheBuild;
    }
}
