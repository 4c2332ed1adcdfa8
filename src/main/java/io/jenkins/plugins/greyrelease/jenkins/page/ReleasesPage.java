package io.jenkins.plugins.greyrelease.jenkins.page;

import hudson.model.TimeZoneProperty;
import hudson.model.User;
import hudson.security.csrf.CrumbIssuer;
import io.jenkins.plugins.greyrelease.jenkins.release.Undertaking;
import io.jenkins.plugins.greyrelease.manifest.Json;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/** A page that shows releases, keeps itself up to date and takes commands. Holds no decisions of its own. */
public abstract class ReleasesPage implements StaplerProxy {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The releases that the page shows to whoever asks. */
    abstract List<Undertaking> undertakings();

    /** What is shown of these. */
    abstract PageBody body(List<Undertaking> shown);

    /** Fails unless whoever asks may see the page. */
    abstract void checkView();

    /** Fails unless whoever asks may steer this release. */
    abstract void checkControl(Undertaking undertaking);

    /** Whether whoever asks may steer this release. */
    abstract boolean mayControl(Undertaking undertaking);

    /** All of the page needs the permission to see it. */
    @Override
    public Object getTarget() {
        checkView();
        return this;
    }

    /** The page's content. */
    public String markup(StaplerRequest2 request) {
        List<Undertaking> shown = undertakings();
        return body(shown).page(viewer(request, shown));
    }

    /** How it stands, as JSON; with {@code html=true} the page's content is part of it. */
    public void doState(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        List<Undertaking> shown = undertakings();
        boolean html = Boolean.parseBoolean(request.getParameter("html"));
        state(request, response, body(shown).json(html ? viewer(request, shown) : null));
    }

    /** Answers with this, or with nothing where the browser has it already. */
    static void state(StaplerRequest2 request, StaplerResponse2 response, String json) throws IOException {
        String tag = PageBody.tag(json);
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "private, no-cache");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        send(response, HttpServletResponse.SC_OK, "application/json", json);
    }

    /** Asks for a command's confirmation; empty if it cannot be asked for now. */
    public String confirmation(StaplerRequest2 request) {
        return find(request.getParameter("release"))
                .filter(this::mayControl)
                .map(undertaking -> Confirmation.of(
                        undertaking.id(),
                        Control.of(Control.command(request.getParameter("command")), undertaking.app()),
                        viewer(request, List.of(undertaking))))
                .orElse("");
    }

    /** Carries a command out: {@code pause}, {@code resume}, {@code promote-now}, {@code roll-back-now}, {@code abort}. */
    @POST
    public void doCommand(
            StaplerRequest2 request,
            StaplerResponse2 response,
            @QueryParameter String release,
            @QueryParameter String command)
            throws IOException, InterruptedException {
        Optional<Undertaking> found = find(release);
        if (found.isEmpty()) {
            answer(request, response, new Reply(404, "release '" + release + "' is not, or no more, on this page"));
            return;
        }
        checkControl(found.get());
        Command wanted;
        try {
            wanted = Control.command(command);
        } catch (IllegalArgumentException e) {
            answer(request, response, new Reply(400, e.getMessage()));
            return;
        }
        User user = User.current();
        String by = user == null ? "anonymous" : user.getId();
        answer(request, response, Reply.of(found.get().command(wanted, by), PATIENCE));
    }

    private Optional<Undertaking> find(String id) {
        return undertakings().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    private static void answer(StaplerRequest2 request, StaplerResponse2 response, Reply reply) throws IOException {
        String accepts = Optional.ofNullable(request.getHeader("Accept")).orElse("");
        if (accepts.contains("application/json")) {
            String json = Json.MAPPER.writeValueAsString(Map.of("message", reply.message()));
            send(response, reply.status(), "application/json", json);
        } else if (reply.good()) {
            response.sendRedirect(".");
        } else {
            send(response, reply.status(), "text/plain", reply.message());
        }
    }

    private static void send(StaplerResponse2 response, int status, String type, String text) throws IOException {
        response.setStatus(status);
        response.setContentType(type + ";charset=UTF-8");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private Viewer viewer(StaplerRequest2 request, List<Undertaking> shown) {
        Set<String> steerable =
                shown.stream().filter(this::mayControl).map(Undertaking::id).collect(Collectors.toUnmodifiableSet());
        CrumbIssuer issuer = Jenkins.get().getCrumbIssuer();
        boolean asks = issuer != null && !steerable.isEmpty();
        String zone = TimeZoneProperty.forCurrentUser();
        return new Viewer(
                steerable,
                asks ? issuer.getCrumbRequestField() : "",
                asks ? issuer.getCrumb(request) : "",
                zone == null ? ZoneId.systemDefault() : ZoneId.of(zone),
                "all".equals(request.getParameter("charts")));
    }
}
