package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs, what belongs to them, and what their containers write. */
interface JobContract extends Port {

    /** Whether containers really run, or as if they did: this image writes {@code one}, {@code two} and ends. */
    default Optional<String> talkative() {
        return Optional.empty();
    }

    @Test
    default void aSuspendedJobHasNoPodUntilItGoesOnAndTakesAllThatItOwnsWithIt() {
        Job job = answer(cluster().create(Kind.JOB, job("build", "busybox", true), WriteOptions.FOR_REAL));
        answer(cluster()
                .create(
                        Kind.CONFIG_MAP,
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(ns())
                                .withName("part")
                                .withOwnerReferences(new OwnerReferenceBuilder()
                                        .withApiVersion("batch/v1")
                                        .withKind("Job")
                                        .withName("build")
                                        .withUid(job.getMetadata().getUid())
                                        .build())
                                .endMetadata()
                                .addToBinaryData("part-000", "AAEC")
                                .build(),
                        WriteOptions.FOR_REAL));
        until("it to be seen as suspended", () -> condition("build", "Suspended"));
        assertThat(pods("build")).isEmpty();

        answer(cluster()
                .patch(Kind.JOB, ns(), "build", Patch.merge("{\"spec\":{\"suspend\":false}}"), WriteOptions.FOR_REAL));
        until("its pod", () -> pods("build").size() == 1);
        assertThat(pods("build").get(0).getMetadata().getLabels()).containsEntry("mine", "yes");

        answer(cluster().delete(Kind.JOB, ns(), "build", DeleteOptions.BACKGROUND));
        until("all of it to be gone", () -> pods("build").isEmpty() && isGone("part") && jobIsGone("build"));
    }

    @Test
    default void aJobWithoutRoomInItsQuotaSaysSoInAnEvent() {
        answer(cluster()
                .create(
                        Kind.RESOURCE_QUOTA,
                        new ResourceQuotaBuilder()
                                .withNewMetadata()
                                .withNamespace(ns())
                                .withName("team")
                                .endMetadata()
                                .withNewSpec()
                                .addToHard("pods", new Quantity("0"))
                                .endSpec()
                                .build(),
                        WriteOptions.FOR_REAL));
        answer(cluster().create(Kind.JOB, job("big", "busybox", false), WriteOptions.FOR_REAL));

        until("an event", () -> events("big").stream()
                .anyMatch(each -> each.startsWith("FailedCreate ") && each.contains("exceeded quota: team")));
        assertThat(pods("big")).isEmpty();
    }

    @Test
    default void thereIsNoLogOfAPodThatIsNotThere() {
        Read read = new Read();
        cluster().log(new LogSource(ns(), "nobody", "build", Optional.empty()), read);
        until("an answer", () -> read.over);

        assertThat(read.lines).isEmpty();
        assertThat(read.end.map(KubeException::reason)).contains(Reason.NOT_FOUND);
    }

    @Test
    default void aLogIsToldFromItsBeginningOrFromATimeOnAndEndsWithItsContainer() {
        assumeTrue(
                talkative().isPresent(),
                "the nodes of this cluster run no containers, so that there is nothing to read");
        answer(cluster().create(Kind.JOB, job("talk", talkative().get(), false), WriteOptions.FOR_REAL));
        until("it to run", () -> pods("talk").stream()
                .anyMatch(each -> "Running".equals(each.getStatus().getPhase())));
        String pod = pods("talk").get(0).getMetadata().getName();
        Read read = new Read();
        cluster().log(new LogSource(ns(), pod, "build", Optional.empty()), read);
        until("its end", () -> read.over);

        assertThat(read.end).isEmpty();
        assertThat(read.lines).containsExactly("one", "two");
        assertThat(read.times).isSorted();
        until("its success", () -> condition("talk", "Complete"));
        Read again = new Read();
        cluster().log(new LogSource(ns(), pod, "build", Optional.of(read.times.get(1))), again);
        until("its end", () -> again.over);
        assertThat(again.lines).endsWith("two");
        Read tooLate = new Read();
        cluster()
                .log(
                        new LogSource(
                                ns(),
                                pod,
                                "build",
                                Optional.of(read.times.get(1).plusSeconds(1))),
                        tooLate);
        until("its end", () -> tooLate.over);
        assertThat(tooLate.lines).isEmpty();
    }

    private List<Pod> pods(String job) {
        return answer(cluster().list(Kind.POD, ns(), Selector.of(Map.of("job-name", job))))
                .items();
    }

    private List<String> events(String job) {
        return answer(cluster().list(Kind.EVENT, ns(), Selector.EVERYTHING)).items().stream()
                .filter(each -> job.equals(each.getInvolvedObject().getName()))
                .map(each -> each.getReason() + " " + each.getMessage())
                .toList();
    }

    private boolean condition(String job, String type) {
        Job now = answer(cluster().get(Kind.JOB, ns(), job));
        return now.getStatus() != null
                && now.getStatus().getConditions() != null
                && now.getStatus().getConditions().stream()
                        .anyMatch(each -> type.equals(each.getType()) && "True".equals(each.getStatus()));
    }

    private boolean isGone(String map) {
        return answer(cluster().list(Kind.CONFIG_MAP, ns(), Selector.EVERYTHING)).items().stream()
                .noneMatch(each -> map.equals(each.getMetadata().getName()));
    }

    private boolean jobIsGone(String job) {
        return answer(cluster().list(Kind.JOB, ns(), Selector.EVERYTHING)).items().stream()
                .noneMatch(each -> job.equals(each.getMetadata().getName()));
    }

    private Job job(String name, String image, boolean suspended) {
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(ns())
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withSuspend(suspended)
                .withBackoffLimit(0)
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("mine", "yes")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("build")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** What a log told. */
    final class Read implements LogListener {
        final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        final List<Instant> times = Collections.synchronizedList(new ArrayList<>());
        volatile Optional<KubeException> end = Optional.empty();
        volatile boolean over;

        @Override
        public void line(Instant at, String text) {
            times.add(at);
            lines.add(text);
        }

        @Override
        public void closed(Optional<KubeException> cause) {
            end = cause;
            over = true;
        }
    }
}
