package io.jenkins.plugins.greyrelease.jenkins.approval;

import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** Where a vote was given. */
public final class VoteOrigin {
    private VoteOrigin() {}

    /** That of the request that this thread answers, such as {@code Blue Ocean}; {@code Jenkins} if there is none. */
    public static String current() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return request == null ? "Jenkins" : of(request.getRequestURI(), request.getHeader("Authorization") != null);
    }

    /**
     * What a request tells: pages of all kinds post with a session, programs with a token.
     *
     * @param path of the request
     * @param token whether the request brought a login of its own
     */
    static String of(String path, boolean token) {
        if (path.contains("/blue/rest/")) {
            return "Blue Ocean";
        }
        return token ? "REST" : "page";
    }
}
