package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import io.jenkins.plugins.greyrelease.jenkins.step.JiraChangeStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A change ticket in Jira. */
public final class JiraChangeBuilder extends ErrandBuilder {
    private final JiraChangeStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public JiraChangeBuilder(JiraChangeStep step) {
        this.step = step;
    }

    /** The arguments. */
    public JiraChangeStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new JiraChangeStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greyJiraChange")
    public static class DescriptorImpl extends ErrandBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: tie to a change ticket";
        }
    }
}
