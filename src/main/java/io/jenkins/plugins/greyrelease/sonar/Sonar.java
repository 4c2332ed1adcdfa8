package io.jenkins.plugins.greyrelease.sonar;

import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sonarqube.ws.Ce;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse;
import org.sonarqube.ws.client.WsConnector;
import org.sonarqube.ws.client.WsRequest;
import org.sonarqube.ws.client.ce.CeService;
import org.sonarqube.ws.client.ce.ComponentRequest;
import org.sonarqube.ws.client.ce.TaskRequest;
import org.sonarqube.ws.client.qualitygates.ProjectStatusRequest;
import org.sonarqube.ws.client.qualitygates.QualitygatesService;
import org.sonarqube.ws.client.server.ServerService;

/**
 * A SonarQube server. Thread-safe; no call blocks.
 *
 * <p>Its accounts are users with passwords, or tokens as users without one: all servers that are supported understand
 * that, only newer ones take a token by itself.
 */
public final class Sonar {
    private final String url;
    private final Caller caller;
    private final Supplier<Login> login;
    private final Deliveries deliveries;
    private final Ids ids;

    /**
     * @param url http or https; a slash at its end does not matter
     * @param login who to be there, asked for each question; does not block for long
     * @param client sends
     * @param deliveries where its webhooks are heard of
     * @param ids the source of randomness for waits
     */
    public Sonar(String url, Supplier<Login> login, PatientClient client, Deliveries deliveries, Ids ids) {
        this.url = url.replaceFirst("/+$", "");
        this.caller = new Caller("SonarQube", client);
        this.login = login;
        this.deliveries = deliveries;
        this.ids = ids;
    }

    /**
     * Waits for a gate.
     *
     * @param analysis whose
     * @param timeout how long whoever asks is ready to wait, for words
     * @param left how much of it is left, from its start; more than zero
     * @param log hears what is waited for
     */
    public GateWait wait(Analysis analysis, Duration timeout, Duration left, Consumer<String> log) {
        return new GateWait(this, analysis, timeout, left, log);
    }

    String url() {
        return url;
    }

    Scheduler scheduler() {
        return caller.client().scheduler();
    }

    Ids ids() {
        return ids;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** Its version, such as {@code 9.9.8.100196} or {@code 2025.1.0.102418}. */
    CompletableFuture<String> version() {
        return ask("read its version", connector -> new ServerService(connector).version())
                .thenApply(String::strip);
    }

    /** A task of its compute engine. */
    CompletableFuture<Ce.Task> task(String id) {
        return ask("read task " + id, connector -> new CeService(connector).task(new TaskRequest().setId(id)))
                .thenApply(Ce.TaskResponse::getTask);
    }

    /** The tasks of a project that have not ended, those of all its branches. */
    CompletableFuture<List<Ce.Task>> queue(String project) {
        return ask("read the tasks of project " + project, connector -> new CeService(connector)
                        .component(new ComponentRequest().setComponent(project)))
                .thenApply(Ce.ComponentResponse::getQueueList);
    }

    /** The gate of one analysis. */
    CompletableFuture<Gate> gate(String analysisId) {
        return gate("read the gate of analysis " + analysisId, new ProjectStatusRequest().setAnalysisId(analysisId));
    }

    /** The gate of a project's newest analysis. */
    CompletableFuture<Gate> gate(Analysis analysis) {
        return gate(
                "read the gate of " + analysis.words(),
                new ProjectStatusRequest()
                        .setProjectKey(analysis.project())
                        .setBranch(analysis.branch().orElse(null))
                        .setPullRequest(analysis.pullRequest().orElse(null)));
    }

    private CompletableFuture<Gate> gate(String doing, ProjectStatusRequest request) {
        return ask(doing, connector -> new QualitygatesService(connector).projectStatus(request))
                .thenApply(Sonar::gate);
    }

    private static Gate gate(ProjectStatusResponse response) {
        ProjectStatusResponse.ProjectStatus status = response.getProjectStatus();
        return new Gate(
                Gate.Status.valueOf(status.getStatus().name()),
                status.getConditionsList().stream()
                        .map(each -> new Gate.Condition(
                                each.getMetricKey(),
                                Gate.Status.valueOf(each.getStatus().name()),
                                each.getComparator().name(),
                                each.getActualValue(),
                                each.getStatus().name().equals("WARN")
                                        ? each.getWarningThreshold()
                                        : each.getErrorThreshold()))
                        .toList());
    }

    private <T> CompletableFuture<T> ask(String doing, Function<WsConnector, T> call) {
        Exchange<T> exchange = new Exchange<>(url, call);
        WsRequest asked = exchange.request();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(asked)).header("Accept", asked.getMediaType());
        try {
            asUser(login.get()).header().ifPresent(value -> request.header("Authorization", value));
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(
                    new HttpFailure(caller.system(), doing, Reason.UNAUTHORIZED, 0, e.getMessage(), ""));
        }
        return caller.send(doing, request.build()).thenApply(exchange::answer);
    }

    private static Login asUser(Login given) {
        return given instanceof Login.Bearer token ? new Login.Basic(token.token(), "") : given;
    }

    private URI uri(WsRequest asked) {
        String query = asked.getParameters().getKeys().stream()
                .sorted()
                .flatMap(key -> asked.getParameters().getValues(key).stream().map(value -> Map.entry(key, value)))
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(url + "/" + asked.getPath() + (query.isEmpty() ? "" : "?" + query));
    }

    /** The page of an analysis for people. */
    String dashboard(Analysis analysis) {
        return url + "/dashboard?id=" + encoded(analysis.project())
                + analysis.branch().map(name -> "&branch=" + encoded(name)).orElse("")
                + analysis.pullRequest()
                        .map(key -> "&pullRequest=" + encoded(key))
                        .orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
