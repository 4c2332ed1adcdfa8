package io.jenkins.plugins.greyrelease.image.survey;

import java.util.OptionalInt;

/**
 * What an image stands on.
 *
 * @param state how that is to be judged
 * @param base the application type of a base of ours, else the base as it was named; empty: not known
 * @param version that it stands on: a tag, or the beginning of a digest; empty: not known
 * @param newest what it could stand on; empty: not known
 * @param behind how many versions behind that one it is; negative: it is newer; empty: nobody can tell
 * @param remark why no more is known; empty: nothing is to be said
 */
public record Stand(State state, String base, String version, String newest, OptionalInt behind, String remark) {

    /** How what an image stands on is to be judged. */
    public enum State {
        /** On the version of its base that is released now. */
        RELEASED,
        /** On another one: an older one, one that was released once and is not now, or a tag's image of before. */
        NOT_RELEASED,
        /** It has a base, and nothing says which version of that is the one to have. */
        OTHER_BASE,
        /** The image says nothing of a base. */
        UNKNOWN,
        /** Its registry does not have it any more: no other node could start it. */
        GONE,
        /** Its registry, or that of its base, did not answer. */
        UNANSWERED,
        /** Its registry is not one of the fleet's. */
        OUTSIDE
    }

    /** Nothing is known of it. */
    static Stand of(State state, String remark) {
        return new Stand(state, "", "", "", OptionalInt.empty(), remark);
    }

    /** The version, how far behind it is, and what else there is to say, such as {@code 10.1.2, 3 behind}. */
    public String words() {
        int by = behind.orElse(0);
        String distance = by > 0 ? ", " + by + " behind" : by < 0 ? ", " + -by + " ahead" : "";
        return version.isEmpty() ? remark : version + distance + (remark.isEmpty() ? "" : " (" + remark + ")");
    }
}
