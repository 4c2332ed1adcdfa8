package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.rollout.BatchReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What a batch's block gets to know, and what its run is called. */
final class BatchEnvironment {
    private BatchEnvironment() {}

    /** The {@code GREY_*} variables; where a batch covers several clusters, lists are separated by blanks. */
    static Map<String, String> of(String app, BatchReport batch) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("GREY_APP", app);
        environment.put("GREY_RELEASE", batch.release());
        environment.put("GREY_BATCH", Integer.toString(batch.batch()));
        environment.put("GREY_BATCHES", Integer.toString(batch.batches()));
        environment.put("GREY_CLUSTER", each(batch, BatchReport.Place::cluster));
        environment.put("GREY_CANARY", each(batch, BatchReport.Place::canary));
        environment.put("GREY_STABLE", each(batch, BatchReport.Place::stable));
        environment.put("GREY_SELECTOR", each(batch, BatchReport.Place::selector));
        environment.put("GREY_IMAGE", batch.image());
        environment.put("GREY_PLAN", batch.planHash());
        return environment;
    }

    /**
     * What a vote in the block is bound to.
     *
     * @param environment of the block; none of a batch: the vote is bound to none
     */
    static Ballot ballot(Map<String, String> environment) {
        if (environment.getOrDefault("GREY_RELEASE", "").isEmpty()) {
            return Ballot.NONE;
        }
        UnaryOperator<String> part = name -> environment.getOrDefault("GREY_" + name, "");
        return new Ballot(
                part.apply("RELEASE"),
                part.apply("APP"),
                part.apply("PLAN"),
                part.apply("IMAGE"),
                part.apply("BATCH") + "/" + part.apply("BATCHES"),
                part.apply("CLUSTER"));
    }

    /** {@code batch 2/3 gd9-a}. */
    static String label(BatchReport batch) {
        return "batch " + batch.batch() + "/" + batch.batches() + " " + each(batch, BatchReport.Place::cluster);
    }

    private static String each(BatchReport batch, Function<BatchReport.Place, String> part) {
        return batch.places().stream().map(part).collect(Collectors.joining(" "));
    }
}
