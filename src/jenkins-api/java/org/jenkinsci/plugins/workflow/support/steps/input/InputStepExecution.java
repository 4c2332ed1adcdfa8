package org.jenkinsci.plugins.workflow.support.steps.input;

import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

public class InputStepExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    InputStepExecution(StepContext context) {
        super(context);
    }

    @Override
    public boolean start() throws Exception {
        throw new UnsupportedOperationException();
    }

    public boolean isSettled() {
        throw new UnsupportedOperationException();
    }

    public String getId() {
        throw new UnsupportedOperationException();
    }

    public InputStep getInput() {
        throw new UnsupportedOperationException();
    }
}
