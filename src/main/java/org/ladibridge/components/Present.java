package org.ladibridge.components;

import java.util.ArrayList;
import java.util.List;

import org.ladibridge.components.CamelCatalog.Kind;

/**
 * Something of Camel that is in the bridge.
 *
 * @param name as a route writes it
 * @param artifact that brings it
 */
public record Present(Kind kind, String name, String artifact) {

    /**
     * What of the catalogue is on the class path, by kind and name: whatever can be named has a file that says which class it is. A
     * native executable has no such files.
     */
    public static List<Present> all(CamelCatalog catalog, ClassLoader loader) {
        List<Present> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (String name : catalog.names(kind)) {
                if (loader.getResource("META-INF/services/org/apache/camel/" + kind.word() + "/" + name) != null) {
                    all.add(new Present(kind, name, catalog.artifact(kind, name).orElseThrow()));
                }
            }
        }
        return all;
    }
}
