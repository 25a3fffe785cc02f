package org.ladibridge.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.SeeTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The settings as the {@code @ConfigMapping} interfaces declare and describe them. A {@code @see} of a setting is a link that stands behind
 * its text, relative to the folder of the page.
 */
final class Settings {
    /** @param standard null when there is none */
    record Setting(String property, String standard, String meaning) {
        String variable() {
            return property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        }
    }

    private final Map<String, Setting> byProperty = new LinkedHashMap<>();
    private final Map<String, List<String>> constants = new HashMap<>();
    private DocTrees docs;

    /** @param sources the interfaces, and enums that stand in files of their own */
    static Settings of(List<Path> sources) throws IOException {
        Settings settings = new Settings();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(sources));
            settings.docs = DocTrees.instance(task);
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            units.forEach(settings.new Enums()::scanUnit);
            units.forEach(settings.new Interfaces()::scanUnit);
        }
        return settings;
    }

    List<Setting> all() {
        return List.copyOf(byProperty.values());
    }

    private abstract class Scanner extends TreePathScanner<Void, Void> {
        void scanUnit(CompilationUnitTree unit) {
            scan(unit, null);
        }

        DocCommentTree comment() {
            return docs.getDocCommentTree(getCurrentPath());
        }
    }

    /** What each constant of an enum means. */
    private final class Enums extends Scanner {
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (type.getKind() == Tree.Kind.ENUM) {
                constants.put(type.getSimpleName().toString(), new ArrayList<>());
            }
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitVariable(VariableTree constant, Void nothing) {
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            if (type.getKind() == Tree.Kind.ENUM) {
                constants.get(type.getSimpleName().toString()).add("`" + kebab(constant.getName().toString()) + "`: "
                        + lowered(text(comment(), type.getSimpleName() + "." + constant.getName())));
            }
            return null;
        }
    }

    private final class Interfaces extends Scanner {
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            String prefix = annotated(type.getModifiers().getAnnotations(), "ConfigMapping");
            if (prefix != null) {
                String property = prefix + "." + kebab(method.getName().toString());
                String meaning = text(comment(), property);
                List<String> values = constants.get(simple(method.getReturnType().toString()));
                if (values != null) {
                    meaning += " " + String.join(" ", values);
                }
                byProperty.putIfAbsent(property, new Setting(property,
                        annotated(method.getModifiers().getAnnotations(), "WithDefault"), meaning + links(comment())));
            }
            return null;
        }
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** The one value of an annotation; null when it is not there. */
    private static String annotated(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream().filter(annotation -> annotation.getAnnotationType().toString().equals(name)).findFirst()
                .map(annotation -> annotation.getArguments().get(0).toString().replaceAll("^[^\"]*\"|\"$", "")).orElse(null);
    }

    private static String text(DocCommentTree comment, String name) {
        assertFalse(comment == null, name + " has no Javadoc that says what it means");
        return comment.getFullBody().stream().map(Settings::markdown).collect(Collectors.joining()).replaceAll("\\s+", " ")
                .strip();
    }

    private static String markdown(DocTree tree) {
        return tree instanceof LiteralTree literal ? "`" + literal.getBody() + "`" : tree.toString();
    }

    private static String links(DocCommentTree comment) {
        String links = comment.getBlockTags().stream().filter(SeeTree.class::isInstance)
                .map(tag -> ((SeeTree) tag).getReference().stream().map(DocTree::toString).collect(Collectors.joining()))
                .map(link -> link.replaceAll("<a href=\"([^\"]*)\">([^<]*)</a>", "[$2]($1)")).collect(Collectors.joining(", "));
        return links.isEmpty() ? "" : " (" + links + ")";
    }

    private static String lowered(String sentence) {
        return Character.isUpperCase(sentence.charAt(0)) && Character.isLowerCase(sentence.charAt(1))
                ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1)
                : sentence;
    }

    /** {@code MATCH} and {@code apiKey} as they stand in a setting. */
    private static String kebab(String name) {
        return (name.equals(name.toUpperCase(Locale.ROOT)) ? name : name.replaceAll("([a-z])([A-Z])", "$1-$2"))
                .toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
