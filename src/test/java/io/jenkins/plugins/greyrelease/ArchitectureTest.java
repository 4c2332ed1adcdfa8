package io.jenkins.plugins.greyrelease;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInAnyPackage;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Holds the code against the drawing {@code design.puml} and keeps time and chance in one place. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/harbor/api/") && !location.contains("/jira/api/"))
            .importPackagesOf(ArchitectureTest.class);

    @Test
    void packagesKnowOnlyTheFloorsBelow() {
        classes()
                .should(adhereToPlantUmlDiagram(
                        ArchitectureTest.class.getResource("/design.puml"),
                        consideringOnlyDependenciesInAnyPackage("io.jenkins.plugins.greyrelease..")))
                .check(CODE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.jenkins.plugins.greyrelease.(**)")
                .should()
                .beFreeOfCycles()
                .check(CODE);
    }

    @Test
    void timeIsHandedIn() {
        noClasses()
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
                .because("a simulation runs the same code in virtual time")
                .check(CODE);
    }

    @Test
    void chanceIsSeeded() {
        noClasses()
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
                .because("the same seed must give the same run")
                .check(CODE);
    }

    @Test
    void exceptionsSayWhatHappened() {
        DescribedPredicate<JavaCall<?>> saysNothing = DescribedPredicate.describe(
                "of an exception without a word",
                call -> call instanceof JavaConstructorCall
                        && call.getTargetOwner().isAssignableTo(Throwable.class)
                        && call.getTarget().getRawParameterTypes().isEmpty()
                        // the compiler puts it into a switch that has a branch for everything
                        && !call.getTargetOwner().isEquivalentTo(IncompatibleClassChangeError.class));
        noClasses().should().callConstructorWhere(saysNothing).check(CODE);
    }
}
