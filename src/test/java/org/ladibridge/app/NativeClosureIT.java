package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * An executable is linked as a whole: what a library refers to has to be there or never be reached, what stands in for a library's code has
 * to fit it, and what a library looks for while the bridge runs has to be taken along. No {@code native-image} is needed to see that.
 */
class NativeClosureIT {
    private static final Path FILES = Path.of("src/test/resources/native");

    /** Reach nothing that the replaced ones were replaced for: a real build has linked them. */
    private static final Set<String> HARMLESS = Set.of("io/netty/handler/codec/compression/ZlibCodecFactory.newZlibDecoder",
            "org/slf4j/LoggerFactory.getLogger");

    private static NativeClasses classes;

    @BeforeAll
    static void theNativeSourcesAreThere() throws Exception {
        assumeTrue(Files.exists(NativeSources.FOLDER.resolve("native-image.args")),
                "skipped: there are no native sources; .ci/run shows the command that makes them");
        classes = new NativeClasses();
    }

    /** Lines of words, the last of which is a reason; what begins with # is a remark. */
    private static List<String[]> lines(String file, int words) throws IOException {
        return Files.readAllLines(FILES.resolve(file)).stream().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split(" +", words)).toList();
    }

    /** Such as compressors that a library would use if they were there. */
    @Test
    void whatALibraryRefersToIsThereOrIsKnownNotToBeReached() throws Exception {
        Map<String, Set<String>> missing = classes.missingPackages();
        List<String> unknown = new ArrayList<>();
        Set<String> met = new TreeSet<>();
        List<String[]> known = lines("missing.txt", 3);
        missing.forEach((library, packages) -> packages.forEach(name -> known.stream()
                .filter(line -> library.equals(line[0])
                        && (line[1].equals("*") || (name + ".").startsWith(line[1] + ".")))
                .findFirst()
                .ifPresentOrElse(line -> met.add(line[0] + " " + line[1]), () -> unknown.add(library + " " + name))));
        assertEquals(List.of(), unknown,
                "refer to classes that are not there: an executable cannot be linked if that is reached");
        assertEquals(List.of(),
                known.stream().map(line -> line[0] + " " + line[1]).filter(line -> !met.contains(line)).toList(),
                "no longer missing: take the lines out of missing.txt");
        for (String[] line : known) {
            if (line[2].startsWith("cut off by ")) {
                String substitution = line[2].substring("cut off by ".length());
                assertTrue(classes.has(substitution), substitution + " is gone, so " + line[0] + " reaches " + line[1]);
            }
        }
    }

    @Test
    void whatStandsInForALibrarysCodeFitsIt() {
        assertTrue(classes.substitutions().size() > 50);
        List<String> misfits = new ArrayList<>();
        for (NativeClasses.Substitution substitution : classes.substitutions()) {
            ClassNode target = classes.read(substitution.target());
            if (target == null) {
                misfits.add(substitution.by() + " is for " + substitution.target() + ", which is not there");
                continue;
            }
            substitution.members().stream()
                    .filter(member -> target.methods.stream().noneMatch(method -> (method.name + method.desc).equals(member)))
                    .forEach(member -> misfits.add(substitution.by() + " is for " + member + ", which is not there"));
        }
        assertEquals(List.of(), misfits);
    }

    /** A library's new release may do in another method of the same name what the old one was left out for. */
    @Test
    void whatAReplacedMethodHandsOverToIsReplacedAsWell() {
        List<String> open = new ArrayList<>();
        Map<String, Set<String>> replaced = new TreeMap<>();
        classes.substitutions().forEach(substitution -> replaced.computeIfAbsent(substitution.target(), any -> new TreeSet<>())
                .addAll(substitution.replaced()));
        replaced.forEach((name, members) -> {
            ClassNode target = classes.read(name);
            if (target != null) {
                for (MethodNode method : target.methods) {
                    if (members.contains(method.name + method.desc) && !method.name.equals("<init>")) {
                        for (AbstractInsnNode instruction : method.instructions) {
                            if (instruction instanceof MethodInsnNode call && call.owner.equals(name)
                                    && call.name.equals(method.name)
                                    && !members.contains(call.name + call.desc)
                                    && !HARMLESS.contains(name + "." + call.name)) {
                                open.add(name + "." + call.name + call.desc);
                            }
                        }
                    }
                }
            }
        });
        assertEquals(List.of(), open, "an older method of this name is replaced, and this one does its work");
    }

    /** By ServiceLoader, of which an executable keeps nothing by itself. */
    @Test
    void whatALibraryLooksForIsTakenAlongOrKnownNotToBeAskedFor() throws Exception {
        NativeSources sources = new NativeSources();
        Map<String, String> leftOut = new TreeMap<>();
        lines("services.txt", 2).forEach(line -> leftOut.put(line[0], line[1]));
        List<String> forgotten = new ArrayList<>();
        Set<String> services = new TreeSet<>();
        sources.entries("META-INF/services/").filter(entry -> entry.indexOf('/', "META-INF/services/".length()) < 0)
                .forEach(entry -> {
                    String service = entry.substring("META-INF/services/".length());
                    services.add(service);
                    boolean isFound = sources.hasResource(entry) && sources.text(entry).lines()
                            .map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty())
                            .allMatch(sources::isRegistered);
                    if (!isFound && !leftOut.containsKey(service)) {
                        forgotten.add(service);
                    }
                });
        assertEquals(List.of(), forgotten, "take the service into the executable (quarkus.native.resources.includes, "
                + "@RegisterForReflection), or say in services.txt why nobody asks for it");
        assertEquals(List.of(), leftOut.keySet().stream().filter(service -> !services.contains(service)).toList(),
                "there is no such service any more");
    }
}
