package io.jenkins.plugins.greyrelease;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInAnyPackage;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Holds the code against the drawing {@code design.puml} and keeps time and chance in one place. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesKnowOnlyTheFloorsBelow = classes()
            .should(adhereToPlantUmlDiagram(
                    ArchitectureTest.class.getResource("/design.puml"),
                    consideringOnlyDependenciesInAnyPackage("io.jenkins.plugins.greyrelease..")));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.jenkins.plugins.greyrelease.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule timeIsHandedIn = noClasses()
            .that()
            .doNotBelongToAnyOf(LiveScheduler.class)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .because("a simulation runs the same code in virtual time");

    @ArchTest
    static final ArchRule chanceIsSeeded = noClasses()
            .that()
            .doNotBelongToAnyOf(RandomIds.class)
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callMethod(ThreadLocalRandom.class, "current")
            .because("the same seed must give the same run");

    @ArchTest
    static final ArchRule exceptionsSayWhatHappened = noClasses()
            .should()
            .callConstructorWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                            com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                    com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo(
                                            Throwable.class)))
                    .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                            com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes(
                                    new Class<?>[0]))));
}
