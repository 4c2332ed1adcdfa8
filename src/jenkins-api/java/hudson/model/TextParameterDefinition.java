package hudson.model;

public class TextParameterDefinition extends StringParameterDefinition {
    private static final long serialVersionUID = 1L;

    public TextParameterDefinition(String name, String defaultValue, String description) {
        super(name, defaultValue, description);
    }
}
