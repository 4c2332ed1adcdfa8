package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.harbor.Policy.Filter;
import io.jenkins.plugins.greyrelease.harbor.api.model.Artifact;
import io.jenkins.plugins.greyrelease.harbor.api.model.ReplicationEnd;
import io.jenkins.plugins.greyrelease.harbor.api.model.ReplicationExecution;
import io.jenkins.plugins.greyrelease.harbor.api.model.ReplicationFilter;
import io.jenkins.plugins.greyrelease.harbor.api.model.ReplicationPolicy;
import io.jenkins.plugins.greyrelease.harbor.api.model.ReplicationTask;
import io.jenkins.plugins.greyrelease.harbor.api.model.ScanReport;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the generated client read, as values; any part may be missing. */
final class Answers {
    private static final Pattern LAST_NUMBER = Pattern.compile(".*/(\\d{1,18})/?");

    private Answers() {}

    static Policy policy(ReplicationPolicy read) {
        List<ReplicationFilter> filters = read.getFilters() == null ? List.of() : read.getFilters();
        return new Policy(
                number(read.getId()),
                text(read.getName()),
                Boolean.TRUE.equals(read.getEnabled()),
                end(read.getSrcRegistry()),
                end(read.getDestRegistry()),
                text(read.getDestNamespace()),
                read.getDestNamespaceReplaceCount() == null ? -1 : read.getDestNamespaceReplaceCount(),
                filters.stream().map(Answers::filter).toList());
    }

    private static Filter filter(ReplicationFilter read) {
        String pattern = read.getValue() == null ? "" : read.getValue().toString();
        return new Filter(text(read.getType()), pattern, "excludes".equals(read.getDecoration()));
    }

    /** The Harbor itself has no address that others would know. */
    private static Optional<String> end(ReplicationEnd read) {
        return Optional.ofNullable(read).filter(end -> number(end.getId()) != 0).map(end -> text(end.getUrl()));
    }

    static Progress progress(ReplicationExecution read) {
        int ended = count(read.getSucceed()) + count(read.getFailed()) + count(read.getStopped());
        return new Progress(text(read.getStatus()), text(read.getStatusText()), ended, count(read.getTotal()));
    }

    /** Tasks name what they bring {@code shop/cart [2 item(s) in total]}. */
    static Optional<String> task(List<ReplicationTask> read, String repository) {
        return read.stream()
                .filter(task -> text(task.getSrcResource())
                        .replaceFirst("[ :@\\[].*", "")
                        .equals(repository))
                .map(task -> text(task.getStatus()))
                .findFirst();
    }

    static List<String> tags(Artifact read) {
        return read.getTags() == null
                ? List.of()
                : read.getTags().stream().map(tag -> text(tag.getName())).toList();
    }

    /** Several scanners or formats give several reports: one that is not done, else the worst. */
    static Optional<Scan> scan(Artifact read) {
        Map<String, ScanReport> reports = read.getScanOverview() == null ? Map.of() : read.getScanOverview();
        return new TreeMap<>(reports)
                .values().stream().map(Answers::scan).reduce((a, b) -> a.done() && (!b.done() || worse(b, a)) ? b : a);
    }

    private static boolean worse(Scan one, Scan other) {
        return one.severity().isEmpty()
                || other.severity().isPresent()
                        && one.severity().get().compareTo(other.severity().get()) > 0;
    }

    private static Scan scan(ScanReport read) {
        Map<String, Integer> counts =
                read.getSummary() == null || read.getSummary().getSummary() == null
                        ? Map.of()
                        : read.getSummary().getSummary();
        return new Scan(text(read.getScanStatus()), Severity.of(text(read.getSeverity())), counts);
    }

    /** @throws HttpFailure if there is none */
    static long number(Map<String, List<String>> headers, String system) {
        String location = headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Location"))
                .map(header -> header.getValue().get(0))
                .findFirst()
                .orElse("");
        Matcher number = LAST_NUMBER.matcher(location);
        if (!number.matches()) {
            throw new HttpFailure(
                    system,
                    "start a replication",
                    Reason.UNEXPECTED,
                    201,
                    "it does not say which execution it began",
                    "");
        }
        return Long.parseLong(number.group(1));
    }

    static HttpFailure unreadable(String system) {
        // without the parser's own exception, which quotes the answer
        return new HttpFailure(
                system,
                "read what Harbor answered",
                Reason.UNEXPECTED,
                0,
                "it is not what Harbor 2.x answers",
                "is this a Harbor, and not a proxy's page?");
    }

    private static String text(String read) {
        return read == null ? "" : read;
    }

    private static long number(Long read) {
        return read == null ? 0 : read;
    }

    private static int count(Integer read) {
        return read == null ? 0 : read;
    }
}
