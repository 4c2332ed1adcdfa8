package io.jenkins.plugins.greyrelease.rollout;

/**
 * The labels that carry a release's state on its two Deployments. They are set in the same write as the change they
 * speak of. Labels, not annotations: those would be copied to ReplicaSets and come back with a rollout undo.
 */
public final class Labels {
    /** Field manager, label prefix and name of the holder of rights. */
    public static final String MANAGER = "grey-release";

    private static final String PREFIX = MANAGER + "/";

    /** Id of the release. On the stable Deployment it is the lock. */
    public static final String RELEASE = PREFIX + "release";
    /** {@code stable} or {@code canary}. */
    public static final String TRACK = PREFIX + "track";
    /** {@link Phase} of the release in this cluster; on the stable Deployment. */
    public static final String PHASE = PREFIX + "phase";
    /** Raised by each new holder of the lease. On both, so that late writes of the one before find them changed. */
    public static final String EPOCH = PREFIX + "epoch";
    /** {@code release} forward, or {@code revert} to the old template where it had ended already. On stable. */
    public static final String MODE = PREFIX + "mode";
    /** First 16 hex digits of the plan's hash. On stable. */
    public static final String PLAN = PREFIX + "plan";
    /** What is being released: first 16 hex digits of the new template's hash. On both. */
    public static final String TARGET = PREFIX + "target";
    /** Hash of the template this Deployment had when we last wrote it: another one is somebody else's edit. */
    public static final String TEMPLATE = PREFIX + "template";
    /** Pods the app wants, stable and canary together (stable alone in surge). On both: it outlives one of them. */
    public static final String DESIRED = PREFIX + "desired";
    /** {@code surge} or {@code replace}, as agreed when it began: autoscalers may come and go meanwhile. On stable. */
    public static final String CAPACITY = PREFIX + "capacity";
    /** {@code spec.replicas} as we last wrote it: another number is somebody else's. On both. */
    public static final String WROTE = PREFIX + "wrote";
    /** The highest batch that may run, counted from 1. On canary, in the write that begins the batch. */
    public static final String BATCH = PREFIX + "batch";
    /** Canary pods that this batch allows: done batches keep their size. On canary. */
    public static final String ALLOWED = PREFIX + "allowed";
    /** Hash of the template the stable Deployment had when the release began. On stable. */
    public static final String ORIGIN = PREFIX + "origin";
    /** {@code metadata.generation} that our write of the template made: a later one is somebody else's. On stable. */
    public static final String GENERATION = PREFIX + "generation";
    /** Where the end of the release stands: {@code drain}, {@code handover}, {@code roll} or {@code done}. On stable. */
    public static final String STEP = PREFIX + "step";
    /** The highest batch that had its size and served. On stable, in the write that takes the last pod it replaces. */
    public static final String REACHED = PREFIX + "reached";
    /** How many canary pods there were when {@link #REACHED} was written: the oldest ones must stay well. On stable. */
    public static final String SETTLED = PREFIX + "settled";
    /** Their restarts by then: more than that fails the batch. On stable. */
    public static final String RESTARTS = PREFIX + "restarts";
    /** That a person has to say how to go on, and why: see {@link Pause}. On stable. */
    public static final String PAUSED = PREFIX + "paused";

    /** What somebody outside the process that drives asks for: see {@link Order}. On stable. */
    public static final String ASKED = PREFIX + "asked";

    /** Pods that may be missing, as agreed for the release: {@code 2}, or {@code 25p} for a percentage. On stable. */
    public static final String UNAVAILABLE = PREFIX + "unavailable";

    /** Pods that the drain of a node is about to take: see {@link Claim}. On both; not a release's own. */
    public static final String DRAINED = PREFIX + "drained";
    /** Whose claim {@link #DRAINED} is. On both. */
    public static final String DRAINED_BY = PREFIX + "drained-by";

    /** On a parked ReplicaSet: an annotation that keeps its labels as JSON. */
    public static final String PARKED = PREFIX + "parked";

    private Labels() {}

    /** What a release calls the objects of its own beside an app: its lease and its record. */
    static String own(String app) {
        return MANAGER + "-" + app;
    }
}
