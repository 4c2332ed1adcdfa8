package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code nodeMaintenance}: drains nodes in rounds; what each argument means says {@link StepSpecs#NODE_MAINTENANCE}. */
public final class NodeMaintenanceStep extends GreyStep {

    /** What is needed is said when the step starts. */
    @DataBoundConstructor
    public NodeMaintenanceStep() {
        // setters take everything, so that one error names all that is missing
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.NODE_MAINTENANCE;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ErrandExecution.of(this, context);
    }

    public Object getCluster() {
        return given("cluster");
    }

    @DataBoundSetter
    public void setCluster(Object cluster) {
        set("cluster", cluster);
    }

    public Object getNodes() {
        return given("nodes");
    }

    @DataBoundSetter
    public void setNodes(Object nodes) {
        set("nodes", nodes);
    }

    public Object getMaxParallel() {
        return given("maxParallel");
    }

    @DataBoundSetter
    public void setMaxParallel(Object maxParallel) {
        set("maxParallel", maxParallel);
    }

    public Object getDrainTimeout() {
        return given("drainTimeout");
    }

    @DataBoundSetter
    public void setDrainTimeout(Object drainTimeout) {
        set("drainTimeout", drainTimeout);
    }

    public Object getEmptyDir() {
        return given("emptyDir");
    }

    @DataBoundSetter
    public void setEmptyDir(Object emptyDir) {
        set("emptyDir", emptyDir);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.NODE_MAINTENANCE);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            NodeMaintenanceStep step = new NodeMaintenanceStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
