package io.jenkins.plugins.greyrelease.disruption;

/**
 * Room that a node has or that a pod asks for.
 *
 * @param milliCpu thousandths of a core
 * @param memory bytes
 * @param pods how many pods
 */
public record Space(long milliCpu, long memory, long pods) {
    public static final Space NONE = new Space(0, 0, 0);

    /** Both together. */
    public Space plus(Space other) {
        return new Space(milliCpu + other.milliCpu, memory + other.memory, pods + other.pods);
    }

    /** What is left; less than 0 where more was taken than there is. */
    public Space minus(Space other) {
        return new Space(milliCpu - other.milliCpu, memory - other.memory, pods - other.pods);
    }

    /** Whether {@code wanted} finds room here. What a pod does not ask for it gets even where nothing is left. */
    public boolean holds(Space wanted) {
        return (wanted.milliCpu == 0 || wanted.milliCpu <= milliCpu)
                && (wanted.memory == 0 || wanted.memory <= memory)
                && wanted.pods <= pods;
    }
}
