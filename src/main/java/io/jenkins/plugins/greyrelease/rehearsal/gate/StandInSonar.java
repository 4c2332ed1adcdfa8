package io.jenkins.plugins.greyrelease.rehearsal.gate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpCall;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpReply;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sonarqube.ws.Ce;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse.Condition;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse.ProjectStatus;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse.Status;

/**
 * A SonarQube, as far as gates ask it: its version, tasks that take their time, and the gates that come of them. What it
 * refuses, it refuses in SonarQube's words.
 *
 * <p>Thread-safe.
 */
public final class StandInSonar {
    private static final Duration QUEUED = Duration.ofSeconds(5);
    private static final Duration ANALYSES = Duration.ofSeconds(20);

    private final Scheduler scheduler;
    private final Map<String, Analysed> tasks = new TreeMap<>();
    /** By project, or project and branch. */
    private final Map<String, ProjectStatus> gates = new TreeMap<>();

    private final Faults faults = new Faults();
    private boolean obliging;
    private Optional<String> token = Optional.empty();

    private record Analysed(
            String project,
            String branch,
            String pullRequest,
            Duration submitted,
            Ce.TaskStatus end,
            ProjectStatus gate) {
        String place() {
            return StandInSonar.place(project, branch, pullRequest);
        }
    }

    /** What it does beside the truth; nothing at first. */
    public static final class Faults {
        private String version = "2025.1.0.102418";
        private boolean stuck;
        private boolean down;
        private Optional<Status> all = Optional.empty();
        private int forbidden;
        private int requests;

        private Faults() {}

        /** Another version of it. */
        public Faults version(String other) {
            version = other;
            return this;
        }

        /** Whether no task ever begins. */
        public Faults stuck(boolean is) {
            stuck = is;
            return this;
        }

        /** Whether it shows a page that it is in maintenance. */
        public Faults down(boolean is) {
            down = is;
            return this;
        }

        /** What all gates are, whatever was analysed; empty: what they are. */
        public Faults gates(Optional<Status> status) {
            all = status;
            return this;
        }

        /** How many of the next questions about projects are refused for lack of permission. */
        public Faults forbid(int times) {
            forbidden = times;
            return this;
        }

        /** How many requests have come. */
        public int requests() {
            return requests;
        }
    }

    /** One without projects. */
    public StandInSonar(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** It knows every project that it is asked for, each of them good. */
    public synchronized StandInSonar obliging() {
        obliging = true;
        return this;
    }

    /** Only who has this token gets an answer. */
    public synchronized StandInSonar with(String onlyToken) {
        token = Optional.of(onlyToken);
        return this;
    }

    /** What it does beside the truth. */
    public Faults faults() {
        return faults;
    }

    /** A condition that was looked at. */
    public static Condition condition(String metric, Status status, String actual, String threshold) {
        return Condition.newBuilder()
                .setMetricKey(metric)
                .setStatus(status)
                .setComparator(ProjectStatusResponse.Comparator.LT)
                .setActualValue(actual)
                .setErrorThreshold(threshold)
                .build();
    }

    /** The main branch of a project as it stands. */
    public synchronized void stands(String project, Status status, Condition... conditions) {
        gates.put(place(project, "", ""), gate(status, conditions));
    }

    /**
     * A scanner sends its report: the task waits 5 seconds, takes 20, and is good.
     *
     * @param branch empty: none is named
     * @param pullRequest empty: it is none
     * @return the task's id
     */
    public String analyse(String project, String branch, String pullRequest, Status gate, Condition... conditions) {
        return submit(project, branch, pullRequest, Ce.TaskStatus.SUCCESS, gate(gate, conditions));
    }

    /** As above, with a task that ends otherwise. */
    public String analyse(String project, Ce.TaskStatus end) {
        return submit(project, "", "", end, gate(Status.NONE));
    }

    private synchronized String submit(
            String project, String branch, String pullRequest, Ce.TaskStatus end, ProjectStatus gate) {
        String id = "AX-task-" + (tasks.size() + 1);
        tasks.put(id, new Analysed(project, branch, pullRequest, scheduler.elapsed(), end, gate));
        return id;
    }

    private static ProjectStatus gate(Status status, Condition... conditions) {
        return ProjectStatus.newBuilder()
                .setStatus(status)
                .addAllConditions(List.of(conditions))
                .build();
    }

    private static String place(String project, String branch, String pullRequest) {
        return project + "\n" + branch + "\n" + pullRequest;
    }

    /** Answers one call. */
    public synchronized HttpReply handle(HttpCall call) {
        faults.requests++;
        if (faults.down) {
            byte[] page = "<html><body><h1>SonarQube is under maintenance</h1></body></html>"
                    .getBytes(StandardCharsets.UTF_8);
            return HttpReply.of(503, "text/html", page);
        }
        if (!known(call)) {
            return HttpReply.of(401);
        }
        Map<String, String> query = call.query();
        return switch (call.path()) {
            case "/api/server/version" ->
                HttpReply.of(200, "text/plain", faults.version.getBytes(StandardCharsets.UTF_8));
            case "/api/ce/task" -> forbidden().orElseGet(() -> task(query.getOrDefault("id", "")));
            case "/api/ce/component" -> forbidden().orElseGet(() -> component(query.getOrDefault("component", "")));
            case "/api/qualitygates/project_status" -> forbidden().orElseGet(() -> status(query));
            default -> refusal(404, "Unknown url : " + call.path());
        };
    }

    private boolean known(HttpCall call) {
        return token.isEmpty()
                || call.header("Authorization")
                        .filter(given -> given.equals("Basic "
                                + Base64.getEncoder()
                                        .encodeToString((token.get() + ":").getBytes(StandardCharsets.UTF_8))))
                        .isPresent();
    }

    private Optional<HttpReply> forbidden() {
        return faults.forbidden-- > 0 ? Optional.of(refusal(403, "Insufficient privileges")) : Optional.empty();
    }

    private static HttpReply refusal(int status, String words) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors").addObject().put("msg", words);
        return HttpReply.json(status, body);
    }

    private static HttpReply message(Message message) {
        return HttpReply.of(200, "application/x-protobuf", message.toByteArray());
    }

    private HttpReply task(String id) {
        return tasks.containsKey(id)
                ? message(Ce.TaskResponse.newBuilder().setTask(shown(id)).build())
                : refusal(404, "No activity found for task '" + id + "'");
    }

    private Ce.Task shown(String id) {
        Analysed task = tasks.get(id);
        Ce.TaskStatus status = now(task);
        Ce.Task.Builder shown = Ce.Task.newBuilder()
                .setId(id)
                .setType("REPORT")
                .setComponentKey(task.project)
                .setStatus(status);
        if (!task.branch.isEmpty()) {
            shown.setBranch(task.branch);
        }
        if (!task.pullRequest.isEmpty()) {
            shown.setPullRequest(task.pullRequest);
        }
        if (status == Ce.TaskStatus.SUCCESS) {
            shown.setAnalysisId("analysis-of-" + id);
        } else if (status == Ce.TaskStatus.FAILED) {
            shown.setErrorMessage("Unrecoverable indexation failures:\n1 errors among 5 requests");
        }
        return shown.build();
    }

    private Ce.TaskStatus now(Analysed task) {
        Duration age = scheduler.elapsed().minus(task.submitted);
        if (faults.stuck || age.compareTo(QUEUED) < 0) {
            return Ce.TaskStatus.PENDING;
        }
        return age.compareTo(QUEUED.plus(ANALYSES)) < 0 ? Ce.TaskStatus.IN_PROGRESS : task.end;
    }

    private HttpReply component(String project) {
        boolean there = obliging
                || tasks.values().stream().anyMatch(task -> task.project.equals(project))
                || gates.containsKey(place(project, "", ""));
        if (!there) {
            return refusal(404, "Component key '" + project + "' not found");
        }
        if (faults.stuck && obliging && tasks.values().stream().noneMatch(task -> task.project.equals(project))) {
            analyse(project, "", "", Status.OK);
        }
        Ce.ComponentResponse.Builder response = Ce.ComponentResponse.newBuilder();
        tasks.forEach((id, task) -> {
            if (task.project.equals(project)
                    && List.of(Ce.TaskStatus.PENDING, Ce.TaskStatus.IN_PROGRESS).contains(now(task))) {
                response.addQueue(shown(id));
            }
        });
        return message(response.build());
    }

    private HttpReply status(Map<String, String> query) {
        String place = place(
                query.getOrDefault("projectKey", ""),
                query.getOrDefault("branch", ""),
                query.getOrDefault("pullRequest", ""));
        Optional<ProjectStatus> found = query.containsKey("analysisId")
                ? Optional.ofNullable(tasks.get(query.get("analysisId").replace("analysis-of-", "")))
                        .map(Analysed::gate)
                : newest(place);
        if (found.isEmpty() && !obliging) {
            return refusal(404, "Project '" + query.getOrDefault("projectKey", "") + "' not found");
        }
        ProjectStatus gate = faults.all
                .map(status -> status == Status.ERROR
                        ? gate(status, condition("new_coverage", status, "61.5", "80"))
                        : gate(status))
                .orElseGet(() -> found.orElseGet(() -> gate(Status.OK)));
        return message(ProjectStatusResponse.newBuilder().setProjectStatus(gate).build());
    }

    private Optional<ProjectStatus> newest(String place) {
        return tasks.values().stream()
                .filter(task -> task.place().equals(place) && now(task) == Ce.TaskStatus.SUCCESS)
                .reduce((older, newer) -> newer)
                .map(Analysed::gate)
                .or(() -> Optional.ofNullable(gates.get(place)));
    }
}
