package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.quarkus.qute.TemplateData;

/**
 * What a template looks into is known to Qute when the bridge is built. By itself Qute finds the members that a template names, but of a
 * class that a message bundle looks into as well only those of the bundle (3.33; ImplicitValueResolverBuildItem is made twice): a JVM
 * helps itself by reflection, an executable answers every page with 500. So each of these classes says it.
 */
class TemplateDataTest {

    @Test
    void everyClassThatAPageMayShowIsKnownToQute() {
        Set<String> declared = new TreeSet<>();
        Arrays.stream(Pages.class.getAnnotationsByType(TemplateData.class))
                .forEach(data -> declared.add(data.target().getName()));
        List<String> missing = shown().stream()
                .filter(type -> !type.isAnnotationPresent(TemplateData.class) && !declared.contains(type.getName()))
                .map(Class::getName).sorted().toList();
        assertEquals(List.of(), missing, "@TemplateData, or at Pages");
    }

    /** Own classes that can be come by from what the pages and the sentences are given. */
    private static Set<Class<?>> shown() {
        Deque<Type> found = new ArrayDeque<>();
        for (Class<?> given : List.of(Pages.class, Msg.class)) {
            for (Method method : given.getDeclaredMethods()) {
                found.addAll(List.of(method.getGenericParameterTypes()));
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
            } else if (type instanceof Class<?> own && own.getName().startsWith("org.ladibridge.") && own != Msg.class
                    && shown.add(own)) {
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
