package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.fetch.FetchSettings;
import org.ladibridge.intake.fetch.References;
import org.ladibridge.intake.poll.PollSettings;

import com.fasterxml.jackson.core.JsonPointer;

/** Every parameter of a kamelet is a setter of what stands behind it, and the other way round, with the same default. */
class KameletParametersTest {

    static Collection<Arguments> kamelets() {
        return java.util.List.of(Arguments.of("poll-source", PollSettings.class, Set.of("every")),
                Arguments.of("fetch-source", FetchSettings.class, Set.of("concurrency")),
                Arguments.of("journal-sink", References.class, Set.of()));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aParameterIsASetter(String kamelet, Class<?> settings, Set<String> others) throws Exception {
        Set<String> parameters = new TreeSet<>(
                Kamelets.read(Path.of("routes/kamelets")).byName().get(kamelet).properties().keySet());
        parameters.removeAll(others);
        Set<String> setters = Arrays.stream(settings.getMethods()).map(java.lang.reflect.Method::getName)
                .filter(name -> name.startsWith("set") && !name.equals("setCamelContext"))
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(setters, parameters);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itsDefaultIsThatOfTheSetting(String kamelet, Class<?> settings, Set<String> others) throws Exception {
        Object made = settings.getDeclaredConstructor().newInstance();
        Map<String, String> declared = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        for (Map.Entry<String, Map<String, Object>> property : Kamelets.read(Path.of("routes/kamelets")).byName().get(kamelet)
                .properties().entrySet()) {
            Object value = property.getValue().get("default");
            if (value == null || value.toString().contains("{{") || others.contains(property.getKey())) {
                continue;
            }
            text(field(settings, property.getKey()).get(made)).ifPresent(own -> {
                declared.put(property.getKey(), value.toString());
                actual.put(property.getKey(), own);
            });
        }
        assertEquals(declared, actual);
    }

    private static Field field(Class<?> settings, String name) throws NoSuchFieldException {
        for (Class<?> type = settings; type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(settings + " has no field " + name);
    }

    /** As a kamelet would write it; empty for what it would write in several ways. */
    private static Optional<String> text(Object own) {
        if (own == null || own instanceof Collection<?> list && list.isEmpty()
                || own instanceof Map<?, ?> map && map.isEmpty()) {
            return Optional.of("");
        }
        if (own instanceof Enum<?> choice) {
            return Optional.of(Parameters.text(choice).replaceFirst("^of-", ""));
        }
        return own instanceof String || own instanceof Number || own instanceof JsonPointer
                ? Optional.of(own.toString())
                : Optional.empty();
    }
}
