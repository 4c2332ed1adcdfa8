package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.model.ChoiceParameterDefinition;
import hudson.model.ParameterDefinition;
import hudson.model.Run;
import hudson.model.TextParameterDefinition;
import io.jenkins.plugins.greyrelease.approval.Rules;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs.Comment;
import io.jenkins.plugins.greyrelease.step.Question;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStep;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;

/**
 * Asks through the inputs that Jenkins' own {@code input} step makes, one after the other, so that every page and the REST
 * API can answer. An input takes one answer; after a restart Jenkins knows only those of {@code input} itself, and the
 * one that was open is made anew under its old name.
 *
 * <p>Thread-safe. May wait for the pipeline to be loaded, so it is not for the pipeline's own thread.
 */
final class InputRounds {
    private static final String BY = "by";

    private final StepContext context;
    private final Run<?, ?> run;
    private final String id;
    private InputStepExecution open;
    private int shown;

    /** @param id begins with a capital letter; letters and digits */
    InputRounds(StepContext context, Run<?, ?> run, String id) {
        this.context = context;
        this.run = run;
        this.id = id;
    }

    /** What somebody answered, on the thread of the request. */
    record Answer(String person, boolean yes, String comment) {}

    /** Asks, instead of what is open; a question that is older than that is left out. */
    synchronized void show(Question question, Consumer<Answer> answers)
            throws IOException, InterruptedException, TimeoutException {
        if (question.number() <= shown) {
            return;
        }
        shown = question.number();
        takeBack();
        InputStepExecution next = input(question, answers);
        InputAction inputs = run.getAction(InputAction.class);
        if (inputs != null) {
            // its name is left from before a restart
            inputs.remove(next);
        }
        start(next);
        keepOnePause();
        open = next;
    }

    /**
     * From the first question to the last the step has one pause: pages that look for a question look at the first pause of a
     * step alone, and show no buttons where that one has ended.
     */
    private void keepOnePause() throws IOException, InterruptedException {
        FlowNode node = context.get(FlowNode.class);
        List<PauseAction> pauses = PauseAction.getPauseActions(node);
        if (pauses.size() > 1) {
            node.getActions().removeAll(pauses.subList(1, pauses.size()));
            pauses.get(0).setEndTime(0);
            node.save();
        }
    }

    /** Takes back what is open. */
    synchronized void hide() throws IOException, InterruptedException, TimeoutException {
        shown = Integer.MAX_VALUE;
        takeBack();
    }

    private void takeBack() throws IOException, InterruptedException, TimeoutException {
        if (open != null) {
            run.getAction(InputAction.class).remove(open);
            open = null;
        }
        // it belongs to the step: one that is left from before a restart ends here, too
        PauseAction.endCurrentPause(context.get(FlowNode.class));
    }

    private static void start(StepExecution input) throws IOException, InterruptedException, TimeoutException {
        try {
            input.start();
        } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the input did not start: " + e.getMessage(), e);
        }
    }

    private InputStepExecution input(Question question, Consumer<Answer> answers) throws IOException {
        InputStep input = new InputStep(question.message());
        input.setId(question.number() == 1 ? id : id + "-" + question.number());
        input.setOk("Approve");
        input.setCancel("Reject");
        input.setSubmitterParameter(BY);
        Rules rules = question.rules();
        if (!rules.approvers().isEmpty()) {
            input.setSubmitter(Stream.concat(rules.approvers().stream(), rules.delegates().values().stream())
                    .collect(Collectors.joining(",")));
        }
        if (question.comment() != Comment.NONE) {
            input.setParameters(fields(question.comment()));
        }
        try {
            RoundContext.Taker taker = (yes, comment) ->
                    answers.accept(new Answer(Jenkins.getAuthentication2().getName(), yes, comment));
            return (InputStepExecution) input.start(new RoundContext(context, taker));
        } catch (Exception e) {
            throw new IOException("the input could not be made: " + e.getMessage(), e);
        }
    }

    private static List<ParameterDefinition> fields(Comment comment) {
        return List.of(
                new ChoiceParameterDefinition(
                        RoundContext.VOTE, new String[] {RoundContext.YES, RoundContext.NO}, "Your vote"),
                new TextParameterDefinition(
                        RoundContext.COMMENT,
                        "",
                        comment == Comment.REQUIRED
                                ? "Your comment: without one an approval does not count"
                                : "Your comment, if you have one"));
    }
}
