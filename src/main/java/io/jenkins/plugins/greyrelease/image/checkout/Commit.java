package io.jenkins.plugins.greyrelease.image.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads commits. */
final class Commit {
    private static final Pattern COMMITTER = Pattern.compile("(?m)^committer .*> (\\d{1,11}) [+-]\\d{4}$");

    private Commit() {}

    /** When a commit was committed. */
    static Instant time(GitObjects objects, String id) throws IOException {
        String text = new String(
                objects.read(id).orElseThrow(() -> new IOException("there is no such commit in the checkout")),
                StandardCharsets.UTF_8);
        int end = text.indexOf("\n\n");
        Matcher committer = COMMITTER.matcher(end < 0 ? text : text.substring(0, end));
        if (!committer.find()) {
            throw new IOException("it names no committer");
        }
        return Instant.ofEpochSecond(Long.parseLong(committer.group(1)));
    }
}
