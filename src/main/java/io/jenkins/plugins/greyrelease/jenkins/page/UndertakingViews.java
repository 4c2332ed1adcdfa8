package io.jenkins.plugins.greyrelease.jenkins.page;

import io.jenkins.plugins.greyrelease.jenkins.release.Recording;
import io.jenkins.plugins.greyrelease.jenkins.release.Undertaking;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Course;
import java.util.List;
import java.util.Optional;

/** Looks at releases for pages. */
final class UndertakingViews {
    private UndertakingViews() {}

    /**
     * How a release stands now.
     *
     * @param run where it was asked for, if that is to be shown; null: the page is the run's own
     */
    static ReleaseView of(Undertaking undertaking, Pointer run) {
        Recording recording = undertaking.history().recording();
        Optional<Release> release = undertaking.release();
        ReleasePicture picture = release.map(Release::picture)
                .or(() -> recording.last().filter(seen -> undertaking.outcome().isPresent()))
                .map(recording::complete)
                .orElseGet(() -> recording.complete(waiting(undertaking)));
        return new ReleaseView(
                undertaking.id(),
                undertaking.step(),
                run,
                undertaking.begun(),
                picture,
                recording,
                undertaking.history().now(),
                undertaking.outcome());
    }

    /** Not under way in this process yet: it reads what to release, or something has to be mended first. */
    private static ReleasePicture waiting(Undertaking undertaking) {
        return new ReleasePicture(
                "", undertaking.app(), undertaking.namespace(), "", Course.PREFLIGHT, undertaking.status(), List.of());
    }
}
