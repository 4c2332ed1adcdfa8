package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.Progress;
import io.jenkins.plugins.greyrelease.rehearsal.Rehearsal;
import io.jenkins.plugins.greyrelease.rehearsal.RehearsalOptions;
import io.jenkins.plugins.greyrelease.rehearsal.WhenPaused;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.trace.ClusterOutcome;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistriesInRehearsalsTest {
    private static final String FLEET = """
            clusters:
              - {name: gd9-a, idc: gd9, simulate: {nodes: 2, racks: 1}}
              - {name: sh2-a, idc: sh2, simulate: {nodes: 2, racks: 1}}
            registries:
              - {name: test, url: https://test.example}
              - {name: gd9, idc: gd9, url: https://gd9.example, upstream: test}
              - {name: sh2, idc: sh2, url: https://sh2.example, upstream: test}
            builds: {cluster: sh2-a, namespace: image-builds, image: 'test.example/tools/buildkit:rootless'}
            """;
    private static final String RELEASE = "canaryBatch(app: 'cart', image: 'test.example/shop/cart:2',"
            + " clusters: ['gd9-a', 'sh2-a'], batches: [1, 'rest']) { }\n";

    private final List<String> log = new ArrayList<>();

    private final class Lines implements Progress {
        @Override
        public void log(Duration at, String line) {
            log.add(line);
        }
    }

    private Trace rehearse(String jenkinsfile, String... faults) {
        RehearsalOptions options = new RehearsalOptions(
                "Jenkinsfile",
                jenkinsfile,
                Optional.empty(),
                Optional.of(FleetReader.read("fleet.yaml", FLEET)),
                List.of(faults),
                Optional.empty(),
                Optional.empty(),
                3,
                InputGate.ALWAYS,
                Optional.empty(),
                WhenPaused.STOP,
                PipelineOptions::defaults,
                "grey rehearse Jenkinsfile --seed 3");
        Trace trace = Rehearsal.run(
                        options,
                        (fleet, registries, scheduler, ids) ->
                                new Rollouts(() -> fleet, () -> registries, scheduler, ids, "grey-rehearse"),
                        new Lines())
                .trace();
        assertThat(trace.violations()).isEmpty();
        return trace;
    }

    private static boolean marked(Trace trace, String words) {
        return trace.marks().stream().map(Mark::text).anyMatch(text -> text.contains(words));
    }

    @Test
    void aTagOfAConfiguredRegistryIsLookedUpAndNotAssumed() {
        Trace trace = rehearse(RELEASE);
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(trace.assumptions()).isEmpty();
        assertThat(log)
                .anyMatch(line -> line.matches(
                        "test.example/shop/cart:2 is sha256:[0-9a-f]{64} now: that is what this" + " release brings"))
                .anyMatch(line -> line.contains("[sh2-a] its turn: 10 pods, image sh2.example/shop/cart:2@sha256:"));
        assertThat(rehearse(RELEASE.replace("test.example", "other.example")).assumptions())
                .singleElement()
                .satisfies(each -> assertThat(each.text()).isEqualTo("other.example/shop/cart:2"));
    }

    @Test
    void anImageIsBuiltFromWhatIsAssumedSyncedAndReleasedByItsDigest() {
        String base = "docker.io/library/eclipse-temurin:17-jre";
        String pipeline = "def image = buildImage(app: 'cart', base: '" + base
                + "', artifact: 'target/cart.jar', tag: '2', registry: 'test/shop')\n"
                + "def there = harborSync(image: image, to: ['gd9', 'sh2'])\n"
                + "assert there.sh2 == image.replace('test.example', 'sh2.example')\n"
                + RELEASE.replace("'test.example/shop/cart:2'", "there.gd9");
        Trace trace = rehearse(pipeline);
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(trace.assumptions()).extracting(Assumption::text).containsExactly(base, "target/cart.jar");
        assertThat(log)
                .anyMatch(line -> line.matches(
                        ".*test.example/shop/cart:2@sha256:[0-9a-f]{64} is at its registry: .* sent, .* were there"))
                .anyMatch(line -> line.contains("[sh2-a] its turn: 10 pods, image sh2.example/shop/cart:2@sha256:"));
        String digest = log.stream()
                .filter(line -> line.contains(" is at its registry"))
                .map(line -> line.replaceAll(".*(sha256:[0-9a-f]{64}).*", "$1"))
                .findFirst()
                .orElseThrow();
        assertThat(trace.outcomes())
                .extracting(ClusterOutcome::to)
                .containsExactly("gd9.example/shop/cart:2@" + digest, "sh2.example/shop/cart:2@" + digest);
        List<String> first = List.copyOf(log);
        log.clear();
        rehearse(pipeline);
        assertThat(log).isEqualTo(first);
    }

    @Test
    void aPipelineThatOnlyBringsAnImageElsewhereIsRehearsed() {
        String sync = "harborSync(image: 'test.example/shop/tool:7', to: ['gd9', 'sh2'])\n";
        assertThat(rehearse(sync).result()).isEqualTo("SUCCESS");
        assertThat(log)
                .anyMatch(
                        line -> line.matches("\\[sh2] registry sh2 has shop/tool@sha256:[0-9a-f]{64}: replicated .*"));
        log.clear();
        assertThat(rehearse(sync, "registry-down=sh2").result()).isEqualTo("FAILURE");
        assertThat(log)
                .anyMatch(line -> line.startsWith("[gd9] registry gd9 has shop/tool@sha256:"))
                .anyMatch(line -> line.contains("registry sh2: ") && line.contains("no connection to sh2.example"))
                .noneMatch(line -> line.contains("registry sh2: registry sh2"));
    }

    @Test
    void anImageThatOneRegistryLacksIsRefusedWithNothingChanged() {
        Trace trace = rehearse(RELEASE, "image-missing=sh2");
        assertThat(trace.outcomes()).allMatch(each -> each.result() == ClusterOutcome.Result.UNCHANGED);
        assertThat(trace.failure())
                .contains(
                        "cluster sh2-a: registry sh2 of data centre sh2 does not have sh2.example/shop/cart:2@sha256:");
        assertThat(rehearse(RELEASE, "registry-down=test").failure())
                .contains("which digest test.example/shop/cart:2 stands for could not be found out: registry test");
    }

    @Test
    @Scenario("the tag was moved after approval")
    void aTagThatIsMovedInTheMiddleChangesNothing() {
        Trace trace = rehearse(RELEASE, "tag-moved=test");
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(marked(trace, "the new images' tags are moved in registry test"))
                .isTrue();
    }

    @Test
    void whatIsWrongWithTheNewImageIsWrongFromEveryRegistry() {
        Trace trace = rehearse(RELEASE, "broken-image");
        assertThat(trace.result()).isEqualTo("FAILURE");
        assertThat(trace.outcomes()).noneMatch(each -> each.result().open());
    }

    @Test
    void aReleaseThatIsTakenBackLaterFindsTheOldImage() {
        Trace trace = rehearse(RELEASE + "rollback(app: 'cart', clusters: ['gd9-a', 'sh2-a'])\n");
        assertThat(trace.result()).as(trace::failure).isEqualTo("SUCCESS");
    }

    @Test
    void aReleaseIsTakenBackWhileARegistryIsDown() {
        Trace trace = rehearse(
                RELEASE + RELEASE.replace("cart:2", "cart:3") + "sleep(time: 3, unit: 'HOURS')\n"
                        + "rollback(app: 'cart', clusters: ['gd9-a', 'sh2-a'])\n",
                "registry-down=gd9@2h");
        assertThat(trace.result()).as(trace::failure).isEqualTo("SUCCESS");
        assertThat(marked(trace, "it ran here before, so nodes may have it still"))
                .isTrue();
    }

    @Test
    void whatIsAssumedNamesTheStepThatNeedsIt() {
        Trace trace = rehearse("node {\n"
                + "writeFile(file: 'bases/tomcat/image.yaml', text: 'from: docker.io/tomcat:10\\nfiles:\\n"
                + "- {from: run.sh, to: /run.sh}')\n"
                + "buildBaseImage(type: 'tomcat', definition: 'bases/tomcat', tag: '1', registry: 'test', release: true)\n"
                + "buildImage(app: 'cart', type: 'tomcat', artifact: 'cart.war', tag: '2', registry: 'test')\n}\n");
        assertThat(trace.result()).as(trace::failure).isEqualTo("SUCCESS");
        assertThat(trace.assumptions())
                .extracting(Assumption::step, Assumption::text)
                .containsExactly(
                        tuple("buildBaseImage", "docker.io/library/tomcat:10"),
                        tuple("buildBaseImage", "bases/tomcat/run.sh"),
                        tuple("buildImage", "cart.war"));
    }

    @Test
    void aDockerfileIsRehearsedUpToTheTagOfAnImageThatStandsForIt() {
        Trace trace = rehearse("node {\n"
                + "writeFile(file: 'bases/php/Dockerfile', text: 'FROM docker.io/php:8\\nCOPY conf /etc/php')\n"
                + "def image = buildBaseImage(type: 'php', definition: 'bases/php', tag: '8.1', registry: 'test')\n"
                + "echo \"built ${image}\"\n}\n");
        assertThat(trace.result()).as(trace::failure).isEqualTo("SUCCESS");
        assertThat(trace.assumptions())
                .extracting(Assumption::step, Assumption::text)
                .contains(tuple("buildBaseImage", "docker.io/library/php:8"), tuple("buildBaseImage", "bases/php"));
        assertThat(log)
                .anyMatch(line -> line.contains("builds with job/grey-build-") && line.contains("cluster sh2-a"))
                .anyMatch(line -> line.contains("(a rehearsal builds nothing)"))
                .anyMatch(line -> line.contains("built test.example/base/php:8.1@sha256:"));
    }

    @Test
    void aFaultOfARegistryThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> rehearse(RELEASE, "image-missing=sh3", "registry-down=gd9-a"))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("the fleet has no registry 'sh3'; did you mean 'sh2'?; it has test, gd9, sh2")
                .hasMessageContaining("registry-down");
    }

    @Test
    void aReplicationIsRehearsedWithAPolicyThatSaysItIsAssumed() {
        Trace trace = rehearse(
                "harborSync(image: 'test.example/shop/cart:2', to: ['gd9', 'sh2'], via: 'replication')\n" + RELEASE);

        assertThat(trace.outcomes()).hasSize(2);
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(log)
                .anyMatch(line ->
                        line.startsWith("[sh2] registry test started replication policy 'assumed by the rehearsal'"))
                .anyMatch(line ->
                        line.startsWith("[sh2] registry sh2 has shop/cart@sha256:") && line.contains(": replicated "));
    }
}
