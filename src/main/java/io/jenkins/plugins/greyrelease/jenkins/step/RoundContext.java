package io.jenkins.plugins.greyrelease.jenkins.step;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import java.io.IOException;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The context of {@code manualApproval} as one of its inputs sees it: what the input ends with is a vote. */
final class RoundContext extends StepContext {
    private static final long serialVersionUID = 1L;

    /** Fields of an input that has a comment. */
    static final String VOTE = "vote";

    static final String COMMENT = "comment";
    static final String YES = "approve";
    static final String NO = "reject";

    private final StepContext own;
    private final transient Taker taker;

    /** Takes what is said; on the thread of whoever said it. */
    interface Taker {
        void said(boolean yes, String comment);
    }

    RoundContext(StepContext own, Taker taker) {
        this.own = own;
        this.taker = taker;
    }

    @Override
    public void onSuccess(Object result) {
        Map<?, ?> fields = result instanceof Map<?, ?> map ? map : Map.of();
        Object comment = fields.get(COMMENT);
        taker.said(
                !NO.equals(fields.get(VOTE)),
                comment == null ? "" : comment.toString().strip());
    }

    /** Whoever aborts an input says no. */
    @Override
    public void onFailure(Throwable thrown) {
        taker.said(false, "");
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
        return other instanceof RoundContext context && context.own.equals(own);
    }

    @Override
    public int hashCode() {
        return own.hashCode();
    }
}
