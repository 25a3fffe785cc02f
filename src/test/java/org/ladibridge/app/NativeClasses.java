package org.ladibridge.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes that {@code native-image} would be given, as bytes. Names are internal ones, with slashes, unless said. */
final class NativeClasses {
    private static final String ANNOTATIONS = "Lcom/oracle/svm/core/annotate/";
    private static final int CLASS_CONSTANT = 7;

    /**
     * A class that stands in for parts of another one.
     *
     * @param by its name
     * @param target the class that it is for
     * @param members methods of the target that it names, each with its descriptor
     * @param replaced those of them that it replaces
     */
    record Substitution(String by, String target, Set<String> members, Set<String> replaced) {
    }

    private final Map<String, byte[]> bytes = new HashMap<>();
    private final Map<String, String> libraryOf = new HashMap<>();
    private final Map<String, Boolean> known = new HashMap<>();
    private final List<Substitution> substitutions = new ArrayList<>();

    NativeClasses() throws IOException {
        try (Stream<Path> files = Files.walk(NativeSources.FOLDER)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                read(jar);
            }
        }
        Map<String, String> targets = new HashMap<>();
        List<ClassNode> found = new ArrayList<>();
        for (String name : bytes.keySet()) {
            ClassNode node = read(name);
            AnnotationNode target = annotation(node.visibleAnnotations, node.invisibleAnnotations, "TargetClass");
            // Conditions are the library's own affair, and the JDK's and the builder's classes are not here.
            if (target != null && value(target, "onlyWith") == null && targetOf(target) instanceof String of
                    && !of.matches("(java|javax|sun|jdk|com/sun|com/oracle)/.*")) {
                targets.put(name, of);
                found.add(node);
            }
        }
        found.forEach(node -> substitutions.add(substitution(node, targets)));
    }

    private void read(Path jar) throws IOException {
        String library = jar.getFileName().toString().replaceFirst("^modified-", "").replaceFirst("-\\d.*", "");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("-info.class")
                        && bytes.putIfAbsent(name.replace(".class", ""), zip.getInputStream(entry).readAllBytes()) == null) {
                    libraryOf.put(name.replace(".class", ""), library);
                }
            }
        }
    }

    /** @param name with dots */
    boolean has(String name) {
        return bytes.containsKey(name.replace('.', '/'));
    }

    /** @return null when it is not there */
    ClassNode read(String name) {
        byte[] content = bytes.get(name);
        if (content == null) {
            return null;
        }
        ClassNode node = new ClassNode();
        new ClassReader(content).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return node;
    }

    List<Substitution> substitutions() {
        return substitutions;
    }

    /** By library, without its version: packages, with dots, of which it names a class that is nowhere. */
    Map<String, Set<String>> missingPackages() {
        Map<String, Set<String>> missing = new TreeMap<>();
        bytes.forEach((name, content) -> {
            ClassReader reader = new ClassReader(content);
            char[] buffer = new char[reader.getMaxStringLength()];
            for (int i = 1; i < reader.getItemCount(); i++) {
                int item = reader.getItem(i);
                if (item != 0 && reader.readByte(item - 1) == CLASS_CONSTANT) {
                    String referred = reader.readUTF8(item, buffer).replaceFirst("^\\[+L?", "").replace(";", "");
                    if (referred.length() > 1 && !known.computeIfAbsent(referred, this::isThere)) {
                        missing.computeIfAbsent(libraryOf.get(name), any -> new TreeSet<>())
                                .add(referred.replaceFirst("/[^/]*$", "").replace('/', '.'));
                    }
                }
            }
        });
        return missing;
    }

    private boolean isThere(String name) {
        return bytes.containsKey(name) || name.matches("(com/oracle/svm|org/graalvm|com/sun/source|com/sun/tools)/.*")
                || ClassLoader.getPlatformClassLoader().getResource(name + ".class") != null;
    }

    private static Substitution substitution(ClassNode node, Map<String, String> targets) {
        Set<String> members = new HashSet<>();
        Set<String> replaced = new HashSet<>();
        for (MethodNode method : node.methods) {
            boolean replaces = annotation(method.visibleAnnotations, method.invisibleAnnotations, "Substitute") != null;
            boolean names = annotation(method.visibleAnnotations, method.invisibleAnnotations, "Alias") != null;
            AnnotationNode element = annotation(method.visibleAnnotations, method.invisibleAnnotations, "TargetElement");
            if ((replaces || names) && (element == null || value(element, "onlyWith") == null)) {
                String name = element != null && value(element, "name") instanceof String other ? other : method.name;
                String descriptor = method.desc;
                for (Map.Entry<String, String> target : targets.entrySet()) {
                    descriptor = descriptor.replace("L" + target.getKey() + ";", "L" + target.getValue() + ";");
                }
                members.add(name + descriptor);
                if (replaces) {
                    replaced.add(name + descriptor);
                }
            }
        }
        return new Substitution(node.name, targets.get(node.name), members, replaced);
    }

    private static Object targetOf(AnnotationNode target) {
        String name = value(target, "value") instanceof Type type && !type.getInternalName().endsWith("TargetClass")
                ? type.getInternalName()
                : value(target, "className") instanceof String text ? text.replace('.', '/') : null;
        if (name != null && value(target, "innerClass") instanceof List<?> inner) {
            for (Object each : inner) {
                name += "$" + each;
            }
        }
        return name;
    }

    private static AnnotationNode annotation(List<AnnotationNode> visible, List<AnnotationNode> invisible, String name) {
        for (List<AnnotationNode> annotations : new List[]{visible, invisible}) {
            if (annotations != null) {
                for (AnnotationNode annotation : annotations) {
                    if (annotation.desc.equals(ANNOTATIONS + name + ";")) {
                        return annotation;
                    }
                }
            }
        }
        return null;
    }

    private static Object value(AnnotationNode annotation, String key) {
        int at = annotation.values == null ? -1 : annotation.values.indexOf(key);
        return at < 0 ? null : annotation.values.get(at + 1);
    }
}
