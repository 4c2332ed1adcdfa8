package io.jenkins.plugins.greyrelease.jenkins.approval;

import hudson.model.Run;
import hudson.model.User;
import hudson.security.csrf.CrumbIssuer;
import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.ApprovalJson;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyPermissions;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * "Approvals" on a run: their records, which it keeps with the run, on the build page, as a page of its own and as JSON.
 * Thread-safe.
 */
public class ApprovalsAction implements RunAction2, StaplerProxy {
    /** JSON by the approval's id: what Jenkins writes to disk can hold no records of Java. */
    private final Map<String, String> records = new LinkedHashMap<>();

    private transient Run<?, ?> run;

    ApprovalsAction(Run<?, ?> run) {
        this.run = run;
    }

    /** What a run has kept of an approval. */
    public static Optional<Approval> kept(Run<?, ?> run, String id) {
        return Optional.ofNullable(run.getAction(ApprovalsAction.class)).flatMap(action -> action.record(id));
    }

    /** All that a run has kept, oldest first. */
    public static List<Approval> kept(Run<?, ?> run) {
        ApprovalsAction action = run.getAction(ApprovalsAction.class);
        return action == null ? List.of() : action.approvals();
    }

    /** Keeps a record with the run, on disk when this returns. */
    public static void keep(Run<?, ?> run, Approval approval) throws IOException {
        synchronized (ApprovalsAction.class) {
            if (run.getAction(ApprovalsAction.class) == null) {
                run.addAction(new ApprovalsAction(run));
            }
        }
        run.getAction(ApprovalsAction.class).put(approval);
        run.save();
    }

    private void put(Approval approval) {
        synchronized (records) {
            records.put(approval.id(), ApprovalJson.write(approval));
        }
    }

    private Optional<Approval> record(String id) {
        synchronized (records) {
            return Optional.ofNullable(records.get(id)).map(ApprovalJson::read);
        }
    }

    private List<Approval> approvals() {
        synchronized (records) {
            return records.values().stream().map(ApprovalJson::read).toList();
        }
    }

    @Override
    public void onAttached(Run<?, ?> attached) {
        run = attached;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }

    /** The run; for the page's frame. */
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getIconFileName() {
        return run.getParent().hasPermission(GreyPermissions.VIEW) ? "symbol-grey-release plugin-grey-release" : null;
    }

    @Override
    public String getDisplayName() {
        return "Approvals";
    }

    @Override
    public String getUrlName() {
        return "grey-approvals";
    }

    /** All of it needs the permission to see it. */
    @Override
    public Object getTarget() {
        run.getParent().checkPermission(GreyPermissions.VIEW);
        return this;
    }

    /** What the build page shows; empty if whoever looks may not see it. */
    public String summary() {
        return run.getParent().hasPermission(GreyPermissions.VIEW)
                ? ApprovalsMarkup.summary(approvals(), getUrlName() + "/")
                : "";
    }

    /** The page's content. */
    public String markup(StaplerRequest2 request) {
        CrumbIssuer issuer = Jenkins.get().getCrumbIssuer();
        return ApprovalsMarkup.page(
                approvals(),
                approval -> OpenApprovals.get()
                        .find(run.getExternalizableId(), approval.id())
                        .filter(open -> objection(open, true, "yes").isEmpty())
                        .isPresent(),
                this::briefing,
                issuer == null ? "" : issuer.getCrumbRequestField(),
                issuer == null ? "" : issuer.getCrumb(request));
    }

    private List<String> briefing(Approval approval) {
        return OpenApprovals.get()
                .find(run.getExternalizableId(), approval.id())
                .map(open -> open.run().briefing())
                .orElse(List.of());
    }

    /** The records, as JSON. */
    public void doJson(StaplerResponse2 response) throws IOException {
        send(
                response,
                HttpServletResponse.SC_OK,
                "application/json",
                ApprovalsMarkup.json(approvals(), this::briefing));
    }

    /**
     * Takes a vote. What would not count is refused before it is taken.
     *
     * @param approval its id
     * @param vote {@code yes} or {@code no}
     * @param comment may be left out
     */
    @POST
    public void doVote(
            StaplerRequest2 request,
            StaplerResponse2 response,
            @QueryParameter String approval,
            @QueryParameter String vote,
            @QueryParameter String comment)
            throws IOException {
        Optional<OpenApprovals.Open> open = OpenApprovals.get().find(run.getExternalizableId(), approval);
        if (!"yes".equals(vote) && !"no".equals(vote)) {
            text(response, HttpServletResponse.SC_BAD_REQUEST, "vote: '" + vote + "': must be 'yes' or 'no'");
            return;
        }
        if (open.isEmpty()) {
            text(
                    response,
                    HttpServletResponse.SC_CONFLICT,
                    "approval '" + approval + "' is not, or no more, asked for");
            return;
        }
        String said = comment == null ? "" : comment.strip();
        Optional<String> objection = objection(open.get(), "yes".equals(vote), said);
        if (objection.isPresent()) {
            text(response, HttpServletResponse.SC_FORBIDDEN, "your vote does not count: " + objection.get());
            return;
        }
        String noted = open.get().run().vote(vote(open.get(), "yes".equals(vote), said));
        if (request.getHeader("Authorization") != null) {
            text(response, HttpServletResponse.SC_OK, noted);
        } else {
            response.sendRedirect(".");
        }
    }

    private static Optional<String> objection(OpenApprovals.Open open, boolean yes, String comment) {
        return open.run().approval().objection(vote(open, yes, comment), open.people());
    }

    private static Vote vote(OpenApprovals.Open open, boolean yes, String comment) {
        User user = User.current();
        return new Vote(
                user == null ? "anonymous" : user.getId(),
                yes,
                ReleaseManager.get().scheduler().now(),
                comment,
                VoteOrigin.current(),
                open.run().approval().ballot());
    }

    private static void text(StaplerResponse2 response, int status, String text) throws IOException {
        send(response, status, "text/plain", text + "\n");
    }

    private static void send(StaplerResponse2 response, int status, String type, String text) throws IOException {
        response.setStatus(status);
        response.setContentType(type + ";charset=UTF-8");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
