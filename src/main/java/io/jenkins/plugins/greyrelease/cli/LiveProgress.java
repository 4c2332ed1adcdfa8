package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.rehearsal.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The log with one line for each app and cluster below it, which is drawn again when its pods change. */
final class LiveProgress implements Progress {
    private static final int WIDTH = 30;
    /** Kinds whose words say more than their title. */
    private static final Set<Mark.Kind> NAMED = EnumSet.of(Mark.Kind.BATCH, Mark.Kind.NOTE);

    private static final int MOST_LINES = 20;
    private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

    private final PrintWriter out;
    private final LogProgress log;
    private final Map<List<String>, PodSample> pods = new LinkedHashMap<>();
    private final Map<String, String> doing = new LinkedHashMap<>();
    private int drawn;

    LiveProgress(PrintWriter out) {
        this.out = out;
        this.log = new LogProgress(out);
    }

    @Override
    public void log(Duration at, String line) {
        above(() -> log.log(at, line));
    }

    @Override
    public void mark(Mark mark) {
        if (mark.cluster() != null) {
            doing.put(
                    mark.cluster(),
                    NAMED.contains(mark.kind()) ? mark.text() : mark.kind().title());
        }
        above(() -> log.mark(mark));
    }

    @Override
    public void pods(PodSample sample) {
        pods.put(List.of(sample.cluster(), sample.app()), sample);
        above(() -> {});
    }

    /** Leaves the lines as they are. */
    void end() {
        drawn = 0;
    }

    private void above(Runnable lines) {
        if (drawn > 0) {
            out.printf(UP_AND_CLEAR, drawn);
        }
        lines.run();
        drawn = 0;
        for (PodSample sample : pods.values()) {
            if (drawn < MOST_LINES) {
                out.println(line(sample, doing.getOrDefault(sample.cluster(), "")));
                drawn++;
            }
        }
        out.flush();
    }

    /**
     * {@code gd9-a cart  ####++======  4 new  6 old  of 10  Batch 2 of 3}: new and serving, not serving, old and serving.
     */
    static String line(PodSample sample, String doing) {
        int most = Math.max(1, Math.max(sample.pods(), sample.desired()));
        int newReady = cells(sample.newReady(), most);
        int starting = cells(sample.newReady() + sample.pods() - sample.ready(), most) - newReady;
        int all = cells(sample.pods(), most);
        String bar = "#".repeat(newReady) + "+".repeat(starting) + "=".repeat(Math.max(0, all - newReady - starting));
        return String.format(
                "  %-12s %-16s %-" + WIDTH + "s %3d new %3d old of %-3d %s",
                sample.cluster(),
                sample.app(),
                bar,
                sample.newReady(),
                sample.oldReady(),
                sample.desired(),
                doing.length() > 40 ? doing.substring(0, 40) : doing);
    }

    private static int cells(int pods, int most) {
        return pods * WIDTH / most;
    }
}
