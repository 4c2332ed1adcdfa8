package io.jenkins.plugins.greyrelease.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which app a command is about. */
final class AppOption {
    private static final Pattern FORM =
            Pattern.compile("(?:([a-z0-9-]{1,63})/)?([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--app",
            paramLabel = "[NAMESPACE/]NAME",
            description = "The Deployment; without a namespace, in 'default'.")
    private String app;

    boolean given() {
        return app != null;
    }

    String namespace() {
        int slash = checked().indexOf('/');
        return slash < 0 ? "default" : app.substring(0, slash);
    }

    String name() {
        return checked().substring(app.indexOf('/') + 1);
    }

    /** {@code shop/cart}. */
    String whole() {
        return namespace() + "/" + name();
    }

    private String checked() {
        if (app == null) {
            throw new ParameterException(spec.commandLine(), "say which app: --app NAMESPACE/NAME");
        }
        if (!FORM.matcher(app).matches()) {
            throw new ParameterException(spec.commandLine(), "--app: '" + app + "' is not NAMESPACE/NAME");
        }
        return app;
    }
}
