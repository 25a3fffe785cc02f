package org.ladibridge.bench;

import java.io.IOException;
import java.io.Reader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The CSV readers of several builds of the bridge by themselves, in one JVM and in turns. Arguments: the file, and the target folders of
 * the builds.
 */
public final class FileReading {
    private static final String PACKAGE = "org.ladibridge.intake.file.";
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 9;

    private final Constructor<?> rows;
    private final Object[] more;
    private final MethodHandle next;

    /** The constructor differs from one build to another. */
    private FileReading(Path target) throws ReflectiveOperationException, IOException {
        List<URL> classes = new ArrayList<>(List.of(target.resolve("classes/").toUri().toURL()));
        try (Stream<Path> libraries = Files.list(target.resolve("quarkus-app/lib/main"))) {
            for (Path library : libraries.toList()) {
                classes.add(library.toUri().toURL());
            }
        }
        ClassLoader loader = new URLClassLoader(classes.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        rows = loader.loadClass(PACKAGE + "CsvRows").getDeclaredConstructors()[0];
        rows.setAccessible(true);
        more = rows.getParameterCount() == 2
                ? new Object[]{""}
                : new Object[]{"", loader.loadClass("org.ladibridge.transform.Headings").getConstructor().newInstance()};
        Method method = loader.loadClass(PACKAGE + "RowReader").getDeclaredMethod("next");
        method.setAccessible(true);
        next = MethodHandles.lookup().unreflect(method).asType(MethodType.methodType(Object.class, Object.class));
    }

    /** Prints the median of the microseconds of processor time for each row, one line for each build. */
    public static void main(String[] arguments) throws Throwable {
        List<FileReading> builds = new ArrayList<>();
        List<List<Double>> micros = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            builds.add(new FileReading(Path.of(arguments[i])));
            micros.add(new ArrayList<>());
        }
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (int i = 0; i < builds.size(); i++) {
                double one = builds.get(i).read(Path.of(arguments[0]));
                if (round >= WARM_UP) {
                    micros.get(i).add(one);
                }
            }
        }
        micros.forEach(all -> System.out.printf(Locale.ROOT, "%.3f%n", all.stream().sorted().toList().get(ROUNDS / 2)));
    }

    private double read(Path file) throws Throwable {
        try (Reader in = Files.newBufferedReader(file)) {
            Object reader = more.length == 1 ? rows.newInstance(in, more[0]) : rows.newInstance(in, more[0], more[1]);
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long count = 0;
            while (next.invokeExact(reader) != null) {
                count++;
            }
            return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e3 / Math.max(1, count);
        }
    }
}
