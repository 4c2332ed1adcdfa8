package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.List;
import java.util.Optional;

/** What the steps that build images take. */
final class ImageSpecs {
    private static final Parameter REGISTRY = optional(
            "registry",
            Type.TEXT,
            "the first configured one that has no upstream",
            "Where it goes: the name of a configured registry, with a project behind a slash if it needs one, such as"
                    + " 'test/shop'.");
    private static final Parameter SOURCE =
            optional("source", Type.TEXT, "", "Where the source lies, for the image's labels.");
    private static final Parameter REVISION =
            optional("revision", Type.TEXT, "", "The commit, for the image's labels.");
    private static final Parameter CREATED = optional(
            "created",
            Type.TEXT,
            "1970-01-01T00:00:00Z",
            "When the image counts as created: the commit's time, so that the same commit gives the same image. ISO 8601,"
                    + " or seconds since 1970.");

    static final StepSpec BUILD_BASE_IMAGE = new StepSpec(
            "buildBaseImage",
            "Builds a version of the base image of an application type from a folder, and releases it.",
            Optional.empty(),
            List.of(
                    required("type", Type.TEXT, "The application type, such as tomcat or php."),
                    required(
                            "definition",
                            Type.TEXT,
                            "Folder in the workspace with the image.yaml or the Dockerfile that says what is in the image; or"
                                    + " the path of a Dockerfile itself."),
                    required(
                            "tag", Type.TEXT, "The version. Versions stay what they are: another image needs another."),
                    REGISTRY,
                    optional(
                            "release",
                            Type.BOOLEAN,
                            "false",
                            "Whether applications of the type get it from their next build on."),
                    optional(
                            "cluster",
                            Type.TEXT,
                            "the one that is configured for builds",
                            "The cluster whose nodes build a Dockerfile."),
                    optional(
                            "allow",
                            Type.TEXTS,
                            "",
                            "Files beside a Dockerfile that look like credentials and may be sent to the builder all the"
                                    + " same, named as in the refusal. An image.yaml names its own."),
                    SOURCE,
                    REVISION,
                    CREATED),
            false);

    static final StepSpec BUILD_IMAGE = new StepSpec(
            "buildImage",
            "Builds an application's image from a base image, an artifact and its configuration, and pushes it.",
            Optional.empty(),
            List.of(
                    required("app", Type.TEXT, "Name of the image's repository, below the registry's project."),
                    optional("type", Type.TEXT, "", "Stands on the released base image of this type; or give 'base'."),
                    optional("base", Type.TEXT, "", "Stands on this image; or give 'type'."),
                    required(
                            "artifact",
                            Type.TEXT,
                            "A .jar, .war, .zip, .tar, .tar.gz or .tgz, which is unpacked, or a folder, in the"
                                    + " workspace."),
                    optional(
                            "into",
                            Type.TEXT,
                            "where the base image wants it, else /app",
                            "Folder in the image that the artifact goes into."),
                    optional("config", Type.TEXT, "", "Folder in the workspace whose files are the last layer."),
                    optional("configInto", Type.TEXT, "that of 'into'", "Folder in the image that those go into."),
                    required("tag", Type.TEXT, "The tag that the image gets."),
                    REGISTRY,
                    optional(
                            "platforms",
                            Type.TEXTS,
                            "that of the base image; linux/amd64 if it has several",
                            "What it runs on, such as ['linux/amd64', 'linux/arm64']."),
                    optional(
                            "command",
                            Type.TEXTS,
                            "the base image's, or the jar's main class",
                            "What is run, in words."),
                    optional("labels", Type.TEXTS, "", "Labels of the image, each 'key=value'."),
                    optional(
                            "allow",
                            Type.TEXTS,
                            "",
                            "Files that look like credentials and go into the image all the same, named as in the refusal."),
                    optional(
                            "source",
                            Type.TEXT,
                            "the remote repository of the checkout around the workspace's files",
                            "Where the source lies, for the image's labels; credentials are taken out of it."),
                    optional(
                            "revision",
                            Type.TEXT,
                            "the commit that is checked out there",
                            "The commit, for the image's labels."),
                    optional(
                            "created",
                            Type.TEXT,
                            "that commit's time; without a checkout 1970-01-01T00:00:00Z",
                            "When the image counts as created: the commit's time, so that the same commit gives the same"
                                    + " image. ISO 8601, or seconds since 1970.")),
            false);

    private ImageSpecs() {}

    private static Parameter required(String name, Type type, String help) {
        return new Parameter(name, type, true, "", List.of(), help);
    }

    private static Parameter optional(String name, Type type, String otherwise, String help) {
        return new Parameter(name, type, false, otherwise, List.of(), help);
    }
}
