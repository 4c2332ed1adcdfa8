package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.List;
import java.util.Optional;

/** What {@code harborSync} is called and takes. */
final class HarborSyncSpec {
    /** Brings an image to other registries. */
    static final StepSpec HARBOR_SYNC = new StepSpec(
            "harborSync",
            "Brings one image, by digest, to other registries and proves that it is there.",
            Optional.empty(),
            List.of(
                    new Parameter(
                            "image",
                            Type.TEXT,
                            true,
                            "",
                            List.of(),
                            "The image, by digest or by a tag that is looked up once; with a tag and a digest, the copies"
                                    + " have the tag too."),
                    new Parameter(
                            "to",
                            Type.TEXTS,
                            true,
                            "",
                            List.of(),
                            "Names of registries of the fleet. Each gets the image from its upstream, if that gets it as"
                                    + " well, else from where the image is."),
                    new Parameter(
                            "via",
                            Type.TEXT,
                            false,
                            "auto",
                            List.of("auto", "replication", "copy"),
                            "How: auto (by replication where a policy of Harbor serves and delivers, else by a copy),"
                                    + " replication (starts Harbor's policy and follows it), copy (from registry to"
                                    + " registry, only what is missing)."),
                    new Parameter(
                            "timeout",
                            Type.DURATION,
                            false,
                            "1h",
                            List.of(),
                            "How long all of it may take, scans included. What has arrived stays."),
                    new Parameter(
                            "maxSeverity",
                            Type.TEXT,
                            false,
                            "not asked",
                            List.of(),
                            "The worst vulnerability that the scan at each destination may have found: none, negligible,"
                                    + " low, medium, high or critical. Waits for the scan and begins one where there is"
                                    + " none."),
                    new Parameter(
                            "signed",
                            Type.BOOLEAN,
                            false,
                            "false",
                            List.of(),
                            "Whether a signature of the image has to be at each destination too. It is brought along, not"
                                    + " checked.")),
            false);

    private HarborSyncSpec() {}
}
