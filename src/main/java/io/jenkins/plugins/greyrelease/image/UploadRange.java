package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of an upload a registry says it has. */
final class UploadRange {
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

    private UploadRange() {}

    /**
     * Reads the header {@code Range}, whose end is the last byte: {@code 0-99} are 100 bytes. {@code 0-0} is taken for
     * none: registries say so of an upload that has just begun, and nobody sends a single byte.
     *
     * @param unsaid what it is where the registry does not say
     */
    static long end(Reply reply, long unsaid) {
        Matcher range = RANGE.matcher(reply.header("Range").orElse(""));
        if (!range.matches()) {
            return unsaid;
        }
        long last = Long.parseLong(range.group(1));
        return last == 0 ? 0 : last + 1;
    }
}
