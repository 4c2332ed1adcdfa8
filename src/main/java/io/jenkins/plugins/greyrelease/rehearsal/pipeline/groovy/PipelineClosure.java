package io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy;

import com.cloudbees.groovy.cps.Block;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.impl.CpsClosure;
import java.util.List;
import org.codehaus.groovy.runtime.InvokerHelper;

/** A closure in a compiled script; knows the one step that Groovy would take for a method of every object. */
public final class PipelineClosure extends CpsClosure {

    /** For compiled scripts only. */
    public PipelineClosure(Object owner, Object thisObject, List<String> parameters, Block body, Env capture) {
        super(owner, thisObject, parameters, body, capture);
    }

    /** The step; Groovy's own would hold up the rehearsal in real time. */
    public Object sleep(long seconds) {
        return InvokerHelper.invokeMethod(getOwner(), "sleep", seconds);
    }
}
