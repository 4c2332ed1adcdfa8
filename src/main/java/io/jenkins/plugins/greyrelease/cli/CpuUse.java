package io.jenkins.plugins.greyrelease.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * CPU time of this process by who used it, told by the names of the threads. What threads used that have ended counts as
 * {@link Part#RUNTIME}, so that it is to be asked before they do.
 */
final class CpuUse {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Map<Part, Long> nanos;

    /** Who uses CPU time. */
    enum Part {
        /** Reads blobs, checks and writes them: the engine's threads and those of Java's HTTP client. */
        COPIER,
        /** Registries in this process. */
        STAND_INS,
        /** Collects garbage, compiles, and whatever else. */
        RUNTIME;

        private static Part of(String thread) {
            if (thread.startsWith("grey-release-registry") || thread.startsWith("HTTP-Dispatcher")) {
                return STAND_INS;
            }
            return thread.startsWith("grey-release-") || thread.startsWith("HttpClient-") ? COPIER : RUNTIME;
        }
    }

    private CpuUse(Map<Part, Long> nanos) {
        this.nanos = nanos;
    }

    /** Since the process began. */
    static CpuUse now() {
        Map<Part, Long> nanos = new EnumMap<>(Part.class);
        long all = PROCESS.getProcessCpuTime();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            Part part = thread == null ? Part.RUNTIME : Part.of(thread.getThreadName());
            if (part != Part.RUNTIME) {
                long used = Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
                nanos.merge(part, used, Long::sum);
                all -= used;
            }
        }
        nanos.put(Part.RUNTIME, all);
        return new CpuUse(nanos);
    }

    /** What was used since then. */
    CpuUse since(CpuUse before) {
        Map<Part, Long> more = new EnumMap<>(Part.class);
        nanos.forEach((part, used) -> more.put(part, used - before.nanos.getOrDefault(part, 0L)));
        return new CpuUse(more);
    }

    /** What somebody used. */
    Duration of(Part part) {
        return Duration.ofNanos(nanos.getOrDefault(part, 0L));
    }

    /** What the calling thread has used. */
    static Duration ofThisThread() {
        return Duration.ofNanos(THREADS.getCurrentThreadCpuTime());
    }
}
