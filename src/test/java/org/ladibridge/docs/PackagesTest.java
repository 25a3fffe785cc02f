package org.ladibridge.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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

    @ArchTest
    static final ArchRule theCustomerKnowsNobody = classes().that().resideInAPackage("org.ladibridge.customer")
            .should().onlyDependOnClassesThat().resideInAnyPackage("org.ladibridge.customer", "java..",
                    "com.fasterxml.jackson..",
                    "io.quarkus.runtime.annotations..");
}
