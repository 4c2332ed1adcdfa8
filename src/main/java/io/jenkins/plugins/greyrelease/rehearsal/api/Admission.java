package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** A webhook: sees every create and update (not of status) after the defaults, may change or refuse the object. */
@FunctionalInterface
public interface Admission {

    /**
     * Judges one write.
     *
     * @param who the writer
     * @param before null for a new object
     * @param after what is to be stored
     * @return {@code after}, or a changed copy of it of the same class
     * @throws Denied to refuse
     */
    HasMetadata admit(String who, HasMetadata before, HasMetadata after);

    /** A refusal; the writer gets 403 with this message. */
    final class Denied extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says why. */
        public Denied(String why) {
            super(why);
        }
    }
}
