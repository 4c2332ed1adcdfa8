package io.jenkins.plugins.greyrelease.jenkins.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Runs by their ids, {@code folder/job#12}: what they are called and where they are. */
final class RunNames {
    private RunNames() {}

    /** The job's full name. */
    static String job(String run) {
        return run.substring(0, Math.max(0, run.lastIndexOf('#')));
    }

    /** A link to the run, relative to a page right below the root. */
    static Pointer pointer(String run) {
        return new Pointer("", name(run), ".." + url(run));
    }

    /** A link to the page with the run's releases, relative to a page right below the root. */
    static Pointer page(String app, String run) {
        return new Pointer(app, name(run), ".." + url(run) + "grey-release/");
    }

    /** {@code folder » job #12}. */
    static String name(String run) {
        return job(run).replace("/", " » ") + " #" + number(run);
    }

    /** From the root, with a slash at both ends. */
    static String url(String run) {
        return Arrays.stream(job(run).split("/"))
                        .map(part -> "/job/" + encoded(part))
                        .collect(Collectors.joining()) + "/" + number(run) + "/";
    }

    private static String number(String run) {
        return run.substring(run.lastIndexOf('#') + 1);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
