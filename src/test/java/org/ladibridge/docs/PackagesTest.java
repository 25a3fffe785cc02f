package org.ladibridge.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import jakarta.ws.rs.Path;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** What the package-infos say that a package must not do. */
@AnalyzeClasses(packages = "org.ladibridge", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
    @ArchTest
    static final ArchRule nobodyImportsTheSandbox = noClasses().that().resideOutsideOfPackage("..sandbox..")
            .should().dependOnClassesThat().resideInAPackage("org.ladibridge.sandbox..");

    @ArchTest
    static final ArchRule nobodyImportsWhatPutsEverythingTogether = noClasses().that().resideOutsideOfPackage("..main..")
            .should().dependOnClassesThat().resideInAPackage("org.ladibridge.main..");

    @ArchTest
    static final ArchRule allSqlLivesInTheJournal = noClasses().that().resideOutsideOfPackage("org.ladibridge.journal")
            .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule theJournalKnowsNoHttp = noClasses().that().resideInAPackage("org.ladibridge.journal")
            .should().dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc..", "io.vertx..", "jakarta.ws.rs..", "java.net.http..");

    @ArchTest
    static final ArchRule transformationKnowsNoCamel = noClasses().that().resideInAPackage("org.ladibridge.transform")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "org.ladibridge.journal..");

    @ArchTest
    static final ArchRule intakeNeverTalksToLadiFlow = noClasses().that().resideInAPackage("org.ladibridge.intake..")
            .should().dependOnClassesThat().resideInAPackage("org.ladibridge.delivery..");

    @ArchTest
    static final ArchRule deliveryKnowsNoSource = noClasses().that().resideInAPackage("org.ladibridge.delivery")
            .should().dependOnClassesThat().resideInAnyPackage("org.ladibridge.intake..", "org.ladibridge.transform..");

    @ArchTest
    static final ArchRule commandsDoNotOpenTheStore = noClasses().that().resideInAPackage("org.ladibridge.cli")
            .should().dependOnClassesThat().resideInAPackage("org.ladibridge.journal..");

    /** A resource elsewhere would be open to everybody: the filters of the admin API and the console go by these paths. */
    @ArchTest
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

    @ArchTest
    static final ArchRule theCustomerKnowsNobody = classes().that().resideInAPackage("org.ladibridge.customer")
            .should().onlyDependOnClassesThat().resideInAnyPackage("org.ladibridge.customer", "java..",
                    "com.fasterxml.jackson..",
                    "io.quarkus.runtime.annotations..");
}
