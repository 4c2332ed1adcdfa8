package hudson.model;

public class ChoiceParameterDefinition extends SimpleParameterDefinition {
    private static final long serialVersionUID = 1L;

    public ChoiceParameterDefinition(String name, String[] choices, String description) {}
}
