package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;

/** The same terms but for what a test says. */
final class TermsLike {
    private final Terms base;
    private String release;
    private int epoch;
    private boolean revert;
    private PodTemplateSpec template;
    private boolean surge;
    private Fenceposts fenceposts;
    private Duration minReady;
    private Duration progressDeadline;

    TermsLike(Terms base) {
        this.base = base;
        release = base.release();
        epoch = base.epoch();
        revert = base.revert();
        template = base.template();
        surge = base.surge();
        fenceposts = base.fenceposts();
        minReady = base.minReady();
        progressDeadline = base.progressDeadline();
    }

    TermsLike release(String value) {
        release = value;
        return this;
    }

    TermsLike epoch(int value) {
        epoch = value;
        return this;
    }

    TermsLike revertTo(PodTemplateSpec old) {
        revert = true;
        return template(old);
    }

    TermsLike template(PodTemplateSpec value) {
        template = value;
        return this;
    }

    TermsLike surge(boolean value) {
        surge = value;
        return this;
    }

    TermsLike fenceposts(String maxSurge, String maxUnavailable) {
        fenceposts = new Fenceposts(maxSurge, maxUnavailable);
        return this;
    }

    TermsLike minReady(Duration value) {
        minReady = value;
        return this;
    }

    TermsLike progressDeadline(Duration value) {
        progressDeadline = value;
        return this;
    }

    Terms build() {
        return new Terms(
                base.app(),
                base.namespace(),
                release,
                epoch,
                revert,
                template,
                base.planHash(),
                surge,
                fenceposts,
                minReady,
                progressDeadline,
                base.maxReplicas(),
                base.expects());
    }
}
