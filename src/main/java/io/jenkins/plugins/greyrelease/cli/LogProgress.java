package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.Progress;
import java.io.PrintWriter;
import java.time.Duration;

/** Plain lines, each with its virtual time, for logs and files. */
final class LogProgress implements Progress {
    private final PrintWriter out;

    LogProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void log(Duration at, String line) {
        line.lines().forEach(each -> out.println(stamp(at) + each));
    }

    @Override
    public void mark(Mark mark) {
        if (mark.kind() == Mark.Kind.FAULT) {
            out.println(stamp(mark.at()) + "[" + (mark.cluster() == null ? "all" : mark.cluster()) + "] fault: "
                    + mark.text());
        } else if (mark.kind() == Mark.Kind.NOTE && mark.cluster() == null) {
            out.println(stamp(mark.at()) + mark.text());
        }
    }

    static String stamp(Duration at) {
        return String.format("%8s  ", Times.clock(at));
    }
}
