package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The arguments of {@code rollback}.
 *
 * @param app name of the Deployment
 * @param namespace where it lives in every cluster
 * @param clusters names or {@code label:value}, in order; empty: all that run the app, the last one first
 * @param to revision number or image; empty: the version before this one
 * @param batches sizes in order; all at once if not given
 */
public record RollbackArgs(
        String app, String namespace, List<String> clusters, Optional<String> to, List<BatchSize> batches) {
    private static final Pattern REVISION_OR_IMAGE = Pattern.compile("[1-9]\\d{0,8}|" + Forms.IMAGE.pattern());

    public RollbackArgs {
        clusters = List.copyOf(clusters);
        batches = List.copyOf(batches);
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static RollbackArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.ROLLBACK, given);
        RollbackArgs args = new RollbackArgs(
                reader.text("app", "", Forms.NAME, Forms.NAME_ALLOWED),
                reader.text("namespace", "default", Forms.LABEL, Forms.LABEL_ALLOWED),
                reader.texts("clusters"),
                Optional.of(reader.text(
                                "to",
                                "",
                                REVISION_OR_IMAGE,
                                "must be a revision's number from 1, or an image that ran before"))
                        .filter(to -> !to.isEmpty()),
                reader.batches("batches", List.of(new BatchSize.Percent(100))));
        reader.end();
        return args;
    }

    /**
     * The release that these arguments ask for. Where no clusters are named, the last one is the first to go back, as
     * after a failed check.
     *
     * @param names of the clusters that {@link #clusters} selected, in order, at least one
     */
    public ReleaseSpec spec(List<String> names) {
        List<String> order = new ArrayList<>(names);
        if (clusters.isEmpty()) {
            Collections.reverse(order);
        }
        return new ReleaseSpec(
                app,
                namespace,
                new ReleaseSpec.Change.Earlier(to),
                order,
                batches,
                Spread.SEQUENCE,
                1,
                false,
                Capacity.AUTO,
                Optional.empty(),
                "0",
                Optional.empty(),
                Duration.ofMinutes(10),
                Duration.ZERO,
                OnFailure.PAUSE,
                OnFailure.PAUSE,
                0,
                false);
    }
}
