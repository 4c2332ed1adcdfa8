package io.jenkins.plugins.greyrelease.rehearsal.report;

import static j2html.TagCreator.text;
import static j2html.TagCreator.wbr;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** Paths and places in files, short enough to be read. */
final class Places {
    private Places() {}

    /** The path, with a place to break the line after each slash. */
    static List<DomContent> breakable(String path) {
        List<DomContent> parts = new ArrayList<>();
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            parts.add(text(path.substring(from, slash + 1)));
            parts.add(wbr());
            from = slash + 1;
        }
        parts.add(text(path.substring(from)));
        return parts;
    }

    /** {@code deploy/Jenkinsfile:12:5} without its folder: the page's heading has it. */
    static String withoutFolder(String position) {
        return position.substring(position.lastIndexOf('/') + 1);
    }
}
