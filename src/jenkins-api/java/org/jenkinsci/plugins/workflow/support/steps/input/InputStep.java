package org.jenkinsci.plugins.workflow.support.steps.input;

import java.util.List;
import hudson.model.ParameterDefinition;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

public class InputStep extends Step {
    public InputStep(String message) {}

    public void setId(String id) {
        throw new UnsupportedOperationException();
    }

    public String getId() {
        throw new UnsupportedOperationException();
    }

    public void setSubmitter(String submitter) {
        throw new UnsupportedOperationException();
    }

    public void setSubmitterParameter(String submitterParameter) {
        throw new UnsupportedOperationException();
    }

    public void setOk(String ok) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        throw new UnsupportedOperationException();
    }

    public String getMessage() {
        throw new UnsupportedOperationException();
    }

    public void setCancel(String cancel) {
        throw new UnsupportedOperationException();
    }

    public void setParameters(List<ParameterDefinition> parameters) {
        throw new UnsupportedOperationException();
    }
}
