package org.ladibridge.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.Arrays;
import java.util.stream.Stream;

import jakarta.ws.rs.Path;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** What the package-infos say that a package must not do. */
class PackagesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.ladibridge");

    /** By JUnit's own engine: the build runs no other. */
    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return Arrays.stream(PackagesTest.class.getDeclaredFields()).filter(field -> field.getType() == ArchRule.class)
                .map(field -> DynamicTest.dynamicTest(field.getName(), () -> ((ArchRule) field.get(null)).check(CLASSES)));
    }

    static final ArchRule nobodyImportsTheSandbox = noClasses().that().resideOutsideOfPackage("..sandbox..")
            .should().dependOnClassesThat().resideInAPackage("org.ladibridge.sandbox..");

    static final ArchRule nobodyImportsWhatPutsEverythingTogether = noClasses().that().resideOutsideOfPackage("..main..")
            .should().dependOnClassesThat().resideInAPackage("org.ladibridge.main..");

    static final ArchRule allSqlOfTheStoreLivesInTheJournal = noClasses().that()
            .resideOutsideOfPackage("org.ladibridge.journal")
            // It asks the database of somebody else.
            .and().doNotHaveFullyQualifiedName("org.ladibridge.intake.poll.SqlCaller")
            .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..");

    static final ArchRule theJournalKnowsNoHttp = noClasses().that().resideInAPackage("org.ladibridge.journal")
            .should().dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc..", "io.vertx..", "jakarta.ws.rs..", "java.net.http..");

    static final ArchRule transformationKnowsNoCamel = noClasses().that().resideInAPackage("org.ladibridge.transform")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "org.ladibridge.journal..");

    static final ArchRule intakeNeverTalksToLadiFlow = noClasses().that().resideInAPackage("org.ladibridge.intake..")
            .should().dependOnClassesThat().resideInAPackage("org.ladibridge.delivery..");

    static final ArchRule deliveryKnowsNoSource = noClasses().that().resideInAPackage("org.ladibridge.delivery")
            .should().dependOnClassesThat().resideInAnyPackage("org.ladibridge.intake..", "org.ladibridge.transform..");

    static final ArchRule commandsDoNotOpenTheStore = noClasses().that().resideInAPackage("org.ladibridge.cli")
            // No bridge runs while a store is moved.
            .and().doNotHaveFullyQualifiedName("org.ladibridge.cli.MoveStoreCommand")
            .should().dependOnClassesThat().resideInAPackage("org.ladibridge.journal..");

    /** A resource elsewhere would be open to everybody: the filters of the admin API and the console go by these paths. */
    static final ArchRule everyResourceIsBehindAFilter = classes().that().areAnnotatedWith(Path.class)
            .and().resideOutsideOfPackage("..sandbox..").should(haveAPathThatIsGuarded());

    private static ArchCondition<JavaClass> haveAPathThatIsGuarded() {
        return new ArchCondition<>("have a path under /api or /console") {
            @Override
            public void check(JavaClass resource, ConditionEvents events) {
                String path = resource.getAnnotationOfType(Path.class).value();
                events.add(new SimpleConditionEvent(resource, path.matches("/(api/.+|console(/.+)?)"),
                        resource.getName() + " answers at " + path));
            }
        };
    }

    static final ArchRule theCustomerKnowsNobody = classes().that().resideInAPackage("org.ladibridge.customer")
            .should().onlyDependOnClassesThat().resideInAnyPackage("org.ladibridge.customer", "java..",
                    "com.fasterxml.jackson..",
                    "io.quarkus.runtime.annotations..");
}
