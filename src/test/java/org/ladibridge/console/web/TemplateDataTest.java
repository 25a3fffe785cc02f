package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * What a template looks into is known to Qute when the bridge is built. By itself Qute finds the members that a template names, but of a
 * class that a message bundle looks into as well only those of the bundle (3.33; ImplicitValueResolverBuildItem is made twice): a JVM
 * helps itself by reflection, an executable answers every page with 500. So each of these classes says it.
 */
class TemplateDataTest {

    @Test
    void everyClassThatAPageMayShowIsKnownToQute() throws Exception {
        Set<String> declared = new TreeSet<>();
        for (Class<?> own : ownClasses()) {
            for (TemplateData data : own.getAnnotationsByType(TemplateData.class)) {
                declared.add(data.target().getName());
            }
        }
        List<String> missing = shown().stream()
                .filter(type -> !type.isAnnotationPresent(TemplateData.class) && !declared.contains(type.getName()))
                .map(Class::getName).sorted().toList();
        assertEquals(List.of(), missing, "@TemplateData, or at Pages");
    }

    /** Of a template without types Qute knows nothing when the bridge is built. */
    @Test
    void everyPageHasTypes() throws Exception {
        for (Class<?> type : ownClasses()) {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                assertFalse(List.of(constructor.getParameterTypes()).contains(Template.class),
                        type.getName() + " takes a Template; declare it by @CheckedTemplate");
            }
        }
    }

    private static List<Class<?>> ownClasses() throws Exception {
        Path classes = Path.of("target/classes");
        List<Class<?>> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("org/ladibridge"))) {
            for (String file : files.map(file -> classes.relativize(file).toString()).filter(name -> name.endsWith(".class"))
                    .toList()) {
                // What native-image compiles cannot be loaded by a JVM.
                if (!file.endsWith("package-info.class") && !file.startsWith("org/ladibridge/graal/")) {
                    all.add(Class.forName(file.replace(".class", "").replace('/', '.'), false,
                            TemplateDataTest.class.getClassLoader()));
                }
            }
        }
        return all;
    }

    /** Own classes that can be come by from what the pages and the sentences are given. */
    private static Set<Class<?>> shown() throws Exception {
        Deque<Type> found = new ArrayDeque<>();
        for (Class<?> given : ownClasses()) {
            if (given.isAnnotationPresent(CheckedTemplate.class) || given.isAnnotationPresent(MessageBundle.class)) {
                for (Method method : given.getDeclaredMethods()) {
                    found.addAll(List.of(method.getGenericParameterTypes()));
                }
            }
        }
        Set<Class<?>> shown = new java.util.HashSet<>();
        while (!found.isEmpty()) {
            Type type = found.pop();
            if (type instanceof ParameterizedType generic) {
                found.addAll(List.of(generic.getActualTypeArguments()));
                found.add(generic.getRawType());
            } else if (type instanceof WildcardType wildcard) {
                found.addAll(List.of(wildcard.getUpperBounds()));
            } else if (type instanceof GenericArrayType array) {
                found.add(array.getGenericComponentType());
            } else if (type instanceof Class<?> own && own.getName().startsWith("org.ladibridge.")
                    && !own.isAnnotationPresent(MessageBundle.class) && shown.add(own)) {
                for (Method method : own.getMethods()) {
                    if (!Modifier.isStatic(method.getModifiers())) {
                        found.add(method.getGenericReturnType());
                    }
                }
            }
        }
        return shown;
    }
}
