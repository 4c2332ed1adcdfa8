package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What all steps of ours have in common towards Jenkins: names, form, and the check of single fields. */
public abstract class GreyStepDescriptor extends StepDescriptor implements CustomDescribableModel {
    /** Jenkins' own key for a single argument without a name. */
    private static final String UNNAMED = "<anonymous>";

    private final StepSpec spec;

    /** @param spec what the step is called and takes */
    protected GreyStepDescriptor(StepSpec spec) {
        this.spec = spec;
    }

    /**
     * Arguments that no step of this name has, carried by a known one until the step starts: Jenkins alone would only
     * warn of them.
     *
     * @param names at least one
     * @param value of the argument that carries them; null if it was not given
     */
    record Unknown(List<String> names, Object value) {}

    @Override
    public final String getFunctionName() {
        return spec.name();
    }

    @Override
    public final String getDisplayName() {
        return spec.help().replaceFirst("\\.$", "");
    }

    @Override
    public final boolean takesImplicitBlockArgument() {
        return spec.takesBlock();
    }

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FlowNode.class);
    }

    /** The parameters, for the form. */
    public final List<Parameter> getParameters() {
        return spec.parameters();
    }

    /** An argument as the form shows it; empty without a step. */
    public final String shown(GreyStep step, String name) {
        return step == null ? "" : FormValues.shown(step.given(name));
    }

    @Override
    public final Map<String, Object> customInstantiate(Map<String, Object> arguments) {
        List<String> unknown = arguments.keySet().stream()
                .filter(name -> !name.equals(UNNAMED) && !spec.names().contains(name))
                .toList();
        if (unknown.isEmpty()) {
            return arguments;
        }
        Map<String, Object> known = new LinkedHashMap<>(arguments);
        unknown.forEach(known::remove);
        String carrier = spec.names().get(0);
        known.put(carrier, new Unknown(unknown, known.get(carrier)));
        return known;
    }

    /** The form gives texts; each becomes what it would be in a Jenkinsfile. */
    @Override
    public final Step newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Parameter parameter : spec.parameters()) {
            Object value = formData.opt(parameter.name());
            String text = value == null ? "" : value.toString().strip();
            if (!text.isEmpty() && !text.equals(parameter.otherwise())) {
                arguments.put(parameter.name(), FormValues.of(parameter.type(), text));
            }
        }
        return step(arguments);
    }

    /** A step with these arguments, as they would be in a Jenkinsfile. */
    protected abstract Step step(Map<String, Object> arguments);

    /** Checks one field of the form; which one, the rest of the path says. */
    @POST
    public final FormValidation doCheckArgument(
            StaplerRequest2 request, @AncestorInPath Item item, @QueryParameter String value) {
        if (item != null && !item.hasPermission(Item.EXTENDED_READ)) {
            return FormValidation.ok();
        }
        String name = request.getRestOfPath().replaceFirst("^/", "");
        List<String> problems = FormValues.problems(spec, name, value);
        return problems.isEmpty() ? FormValidation.ok() : FormValidation.error(String.join("\n", problems));
    }
}
