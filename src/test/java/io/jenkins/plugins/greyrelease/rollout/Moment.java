package io.jenkins.plugins.greyrelease.rollout;

/** Moments of a release at which somebody says something, told from the outside. */
enum Moment {
    BEFORE_THE_FIRST_BATCH(""),
    BETWEEN_BATCHES("BATCH_STARTED - batch 2"),
    IN_THE_MIDDLE_OF_A_BATCH("(batch 2)"),
    WHILE_A_CHECK_RUNS("BATCH_REACHED - batch 2"),
    IN_THE_SOAK("SOAKING"),
    AT_THE_PROMOTION("promote canary"),
    IN_THE_HAND_OVER("for the hand-over");

    private final String words;

    Moment(String words) {
        this.words = words;
    }

    /** Runs until then. */
    void await(Rig rig) {
        rig.until(() -> words.isEmpty()
                || rig.log.stream()
                        .anyMatch(line -> line.replaceFirst("gd9-\\w", "-").contains(words)));
    }
}
