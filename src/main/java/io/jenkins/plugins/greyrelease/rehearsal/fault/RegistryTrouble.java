package io.jenkins.plugins.greyrelease.rehearsal.fault;

/** What is wrong with a registry. */
public enum RegistryTrouble {
    /** It has lost the images that are released. */
    IMAGE_MISSING("image-missing", "registry %s does not have the new images"),
    /** It cannot be reached. */
    DOWN("registry-down", "registry %s cannot be reached"),
    /** Somebody lets the tags that are released stand for other images. */
    TAG_MOVED("tag-moved", "the new images' tags are moved in registry %s");

    private final String written;
    private final String says;

    RegistryTrouble(String written, String says) {
        this.written = written;
        this.says = says;
    }

    /** The name of the fault. */
    public String written() {
        return written;
    }

    String says(String registry) {
        return says.formatted(registry);
    }
}
