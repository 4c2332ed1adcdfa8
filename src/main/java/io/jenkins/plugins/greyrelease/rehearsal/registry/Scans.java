package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Harbor's scans for vulnerabilities: what they find is told beforehand.
 *
 * <p>Not thread-safe: its registry sees to that.
 */
final class Scans {
    private static final String REPORT = "application/vnd.security.vulnerability.report; version=1.1";
    private static final Duration PENDING = Duration.ofSeconds(5);
    private static final Duration RUNNING = Duration.ofSeconds(20);

    private final StandInRegistry registry;
    private final Map<String, String> severities = new TreeMap<>();
    private final Map<String, String> statuses = new TreeMap<>();
    private boolean scanner = true;
    private boolean breaks;

    Scans(StandInRegistry registry) {
        this.registry = registry;
    }

    void severity(String digest, String severity) {
        severities.put(digest, severity);
    }

    void none() {
        scanner = false;
    }

    void breaks() {
        breaks = true;
    }

    /** Begins a scan, unless one is under way. */
    HttpReply start(String digest) {
        if (!scanner) {
            return HttpReply.refusal(404, "NOT_FOUND", "no available scanner for this project");
        }
        String is = statuses.getOrDefault(digest, "");
        if (is.equals("Pending") || is.equals("Running")) {
            return HttpReply.refusal(409, "CONFLICT", "a previous scan process is running");
        }
        statuses.put(digest, "Pending");
        registry.after(PENDING, () -> statuses.put(digest, "Running"));
        registry.after(PENDING.plus(RUNNING), () -> statuses.put(digest, breaks ? "Error" : "Success"));
        return HttpReply.of(202);
    }

    /** The overview of an artifact; empty if it was never scanned. */
    ObjectNode overview(String digest) {
        ObjectNode overview = JsonNodeFactory.instance.objectNode();
        String is = statuses.get(digest);
        if (is != null) {
            ObjectNode report =
                    overview.putObject(REPORT).put("report_id", "report-1").put("scan_status", is);
            report.put("complete_percent", is.equals("Success") ? 100 : 0);
            if (is.equals("Success")) {
                String severity = severities.getOrDefault(digest, "None");
                report.put("severity", severity);
                ObjectNode counts = report.putObject("summary");
                counts.put("total", severity.equals("None") ? 0 : 1).put("fixable", 0);
                ObjectNode each = counts.putObject("summary");
                if (!severity.equals("None")) {
                    each.put(severity, 1);
                }
            }
        }
        return overview;
    }
}
