package hudson.model;

public abstract class SimpleParameterDefinition extends ParameterDefinition {
    private static final long serialVersionUID = 1L;

    SimpleParameterDefinition() {}
}
