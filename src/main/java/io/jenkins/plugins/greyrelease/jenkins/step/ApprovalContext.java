package io.jenkins.plugins.greyrelease.jenkins.step;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The context of {@code manualApproval} as its input sees it: turns what an input returns into an approval record, and
 * keeps until when it waits.
 */
final class ApprovalContext extends StepContext {
    private static final long serialVersionUID = 1L;

    /** The name under which an input returns who answered. */
    static final String BY = "by";

    private final StepContext own;
    private final String message;
    private final long deadline;

    /** @param deadline milliseconds since 1970; 0: for ever */
    ApprovalContext(StepContext own, String message, long deadline) {
        this.own = own;
        this.message = message;
        this.deadline = deadline;
    }

    /** Milliseconds since 1970; 0: for ever. */
    long deadline() {
        return deadline;
    }

    String message() {
        return message;
    }

    @Override
    public void onSuccess(Object result) {
        Object by = result instanceof Map<?, ?> map ? map.get(BY) : result;
        Map<String, Object> vote = new LinkedHashMap<>();
        vote.put("approved", true);
        vote.put("by", by == null ? "unknown" : by.toString());
        vote.put("at", ReleaseManager.get().scheduler().now().toString());
        vote.put("comment", "");
        Map<String, Object> approval = new LinkedHashMap<>(vote);
        approval.put("votes", List.of(vote));
        own.onSuccess(approval);
    }

    @Override
    public void onFailure(Throwable thrown) {
        own.onFailure(thrown);
    }

    @Override
    public <T> T get(Class<T> key) throws IOException, InterruptedException {
        return own.get(key);
    }

    @Override
    public boolean isReady() {
        return own.isReady();
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return own.saveState();
    }

    @Override
    public void setResult(Result result) {
        own.setResult(result);
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        return own.newBodyInvoker();
    }

    @Override
    public boolean hasBody() {
        return own.hasBody();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApprovalContext context && context.own.equals(own);
    }

    @Override
    public int hashCode() {
        return own.hashCode();
    }
}
