package io.jenkins.plugins.greyrelease.jenkins.page;

import io.jenkins.plugins.greyrelease.jenkins.release.Recording;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Course;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Part;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One release, as a page shows it at one moment. Immutable.
 *
 * @param id of the undertaking; fit for an element's id
 * @param step the step's name
 * @param run where it was asked for, if that is to be shown; null otherwise
 * @param begun when the step asked for it
 * @param picture how it stands
 * @param recording what it looked like until now
 * @param now the drawing's end
 * @param outcome how it ended; empty while it has not
 */
record ReleaseView(
        String id,
        String step,
        Pointer run,
        Instant begun,
        ReleasePicture picture,
        Recording recording,
        Duration now,
        Optional<StepOutcome> outcome) {

    /** Whether it may still change. */
    boolean live() {
        return outcome.isEmpty();
    }

    String app() {
        return picture.app();
    }

    /** Where it goes; ended if it has, whatever was seen last. */
    Course course() {
        return live() ? picture.course() : Course.ENDED;
    }

    /** Whether a cluster stands still, and somebody may want to try again there. */
    boolean stuck() {
        return live() && picture.clusters().stream().anyMatch(ClusterPicture::paused);
    }

    /** Where it goes, in a word or two. */
    String title() {
        return switch (course()) {
            case PREFLIGHT -> "Preflight";
            case FORWARD -> stuck() ? "Stands still" : "Under way";
            case PAUSED -> "Paused";
            case PROMOTING -> "Being promoted";
            case BACK -> "Going back";
            case ENDED -> ended();
        };
    }

    private String ended() {
        return outcome.map(end -> switch (end.status()) {
                    case SUCCESS -> "Released";
                    case UNSTABLE -> "Released in part";
                    case FAILURE -> "Rolled back";
                    case ABORTED -> "Stopped";
                    case REFUSED -> "Refused";
                    case OPEN -> "Left open";
                })
                .orElse("Ended");
    }

    /** Why, or what it does: whole sentences; empty if the title says all. */
    String words() {
        return outcome.map(StepOutcome::message).orElse(picture.state());
    }

    /** A class of the style sheet. */
    String tone() {
        return switch (course()) {
            case PREFLIGHT, PROMOTING -> "tone-batch";
            case FORWARD -> stuck() ? "tone-warn" : "tone-batch";
            case PAUSED -> "tone-warn";
            case BACK -> "tone-bad";
            case ENDED ->
                outcome.map(end -> switch (end.status()) {
                            case SUCCESS -> "tone-good";
                            case UNSTABLE, ABORTED, OPEN, REFUSED -> "tone-warn";
                            case FAILURE -> "tone-bad";
                        })
                        .orElse("tone-note");
        };
    }

    /**
     * The drawing's end, such that pages that are looked at one after another rarely differ: the time since the start,
     * rounded up to a step of five seconds, or ten, or twenty, and so on, of which it has ten to twenty at most. Worked
     * example: after 3 min 1 s the drawing ends at 3 min 20 s, and stays so for 19 s.
     */
    Duration end() {
        if (!live()) {
            return recording.length().plusSeconds(1);
        }
        long millis = Math.max(1, now.toMillis());
        long step = 5_000;
        while (step * 10 < millis) {
            step *= 2;
        }
        return Duration.ofMillis((millis + step - 1) / step * step);
    }

    /** How important it is to see a cluster: the smaller the sooner. */
    static int rank(ClusterPicture cluster) {
        if (cluster.paused()) {
            return 0;
        }
        return cluster.part() == Part.UNDER_WAY || cluster.part() == Part.GOING_BACK
                ? 1
                : cluster.part() == Part.NOT_BEGUN ? 3 : 2;
    }
}
