package hudson.model;

public class StringParameterDefinition extends SimpleParameterDefinition {
    private static final long serialVersionUID = 1L;

    public StringParameterDefinition(String name, String defaultValue, String description) {}
}
