package io.jenkins.plugins.greyrelease.rehearsal.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A fault that a rehearsal is asked to show, as {@code --fault} names it. {@link FaultSyntax} reads and explains it. */
public sealed interface FaultSpec {

    /** When and where. */
    When when();

    /** What happens, for a log: {@code cluster gd9-b is down}. */
    String says();

    /** Whose batches start it, {@code namespace/name}; empty: any app's. */
    default Optional<String> app() {
        return Optional.empty();
    }

    /** What starts a fault. */
    sealed interface Trigger {}

    /** Virtual time since the beginning of the rehearsal. */
    record At(Duration time) implements Trigger {}

    /**
     * The start of this batch: in the fault's cluster, or, for a fault without one, wherever it starts first.
     *
     * @param number 1 or more
     */
    record AtBatch(int number) implements Trigger {}

    /**
     * When and where.
     *
     * @param trigger what starts it
     * @param lasting empty: to the end
     * @param cluster empty: every cluster
     */
    record When(Trigger trigger, Optional<Duration> lasting, Optional<String> cluster) {
        /** From the beginning to the end, everywhere. */
        public static final When ALWAYS = new When(new At(Duration.ZERO), Optional.empty(), Optional.empty());
    }

    /** What is wrong with the new image. */
    enum Broken {
        NEVER_PULLS,
        NEVER_READY,
        CRASHES
    }

    /**
     * The image being released does not work.
     *
     * @param after how long a container of it runs before it crashes; zero unless it crashes
     */
    record BrokenImage(Broken how, Duration after, When when) implements FaultSpec {
        @Override
        public String says() {
            return switch (how) {
                case NEVER_PULLS -> "the new image cannot be pulled";
                case NEVER_READY -> "the new image never gets ready";
                case CRASHES -> "the new image crashes after " + FaultSyntax.shown(after);
            };
        }
    }

    /** The image being released takes so long to come up. */
    record SlowStart(Duration startUp, When when) implements FaultSpec {
        @Override
        public String says() {
            return "the new image takes " + FaultSyntax.shown(startUp) + " to start";
        }
    }

    /** Nodes stop: those that run most of the app's pods first. */
    record NodeLoss(int nodes, When when) implements FaultSpec {
        @Override
        public String says() {
            return nodes == 1 ? "a node is lost" : nodes + " nodes are lost";
        }
    }

    /** The cluster of {@link #when} cannot be reached; its pods go on. */
    record ClusterDown(When when) implements FaultSpec {
        @Override
        public String says() {
            return "cluster " + when.cluster().orElseThrow() + " cannot be reached";
        }
    }

    /** Every call takes so much longer. */
    record SlowApi(Duration extra, When when) implements FaultSpec {
        @Override
        public String says() {
            return "the API server is slower by " + FaultSyntax.shown(extra);
        }
    }

    /** What the API server answers. */
    enum Answer {
        /** 409 on writes. */
        CONFLICT("409"),
        /** 429 with Retry-After. */
        TOO_MANY_REQUESTS("429"),
        /** 500. */
        SERVER_ERROR("500"),
        /** No answer, although the write was done. */
        TIMEOUT("timeout");

        private final String written;

        Answer(String written) {
            this.written = written;
        }

        /** As {@code --fault} has it. */
        public String written() {
            return written;
        }
    }

    /**
     * Some calls fail.
     *
     * @param rate share of the calls, above 0 to 1
     */
    record ApiErrors(Answer answer, double rate, When when) implements FaultSpec {
        @Override
        public String says() {
            return Math.round(rate * 100) + " % of the calls end with " + answer.written();
        }
    }

    /** The namespace may have only so many pods. */
    record Quota(int pods, When when) implements FaultSpec {
        @Override
        public String says() {
            return "the quota is " + pods + " pods";
        }
    }

    /** What somebody else does to the app. */
    enum EditKind {
        /** Scales the stable Deployment. */
        SCALE("scales the app to %d"),
        /** Sets another image on it. */
        IMAGE("changes the app's image"),
        /** Adds a label to its pod template. */
        LABELS("adds a label to the app's pods"),
        /** Pauses it. */
        PAUSE("pauses the Deployment"),
        /** Deletes it. */
        DELETE("deletes the Deployment"),
        /** Deletes the canary. */
        DELETE_CANARY("deletes the canary"),
        /** Sets another maximum on the HPA. */
        HPA_MAX("sets the autoscaler's maximum to %d"),
        /** Deletes the HPA. */
        HPA_DELETE("deletes the autoscaler");

        private final String says;

        EditKind(String says) {
            this.says = says;
        }

        String says() {
            return says;
        }

        /** As {@code --fault} has it, such as {@code hpa-max}. */
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it needs a number. */
        public boolean takesNumber() {
            return this == SCALE || this == HPA_MAX;
        }
    }

    /**
     * Somebody else changes the app.
     *
     * @param number replicas or maximum; 0 where it means nothing
     * @param app whose, {@code namespace/name}; empty: each app that is released
     */
    record Edit(EditKind kind, int number, When when, Optional<String> app) implements FaultSpec {

        /** Of each app that is released. */
        public Edit(EditKind kind, int number, When when) {
            this(kind, number, when, Optional.empty());
        }

        /** The same of one app, {@code namespace/name}. */
        public Edit of(String one) {
            return new Edit(kind, number, when, Optional.of(one));
        }

        @Override
        public String says() {
            return "somebody else " + kind.says().formatted(number)
                    + app.map(name -> " (" + name + ")").orElse("");
        }
    }

    /** What an operator can ask of the releases that are under way. */
    enum Order {
        PAUSE,
        RESUME,
        PROMOTE,
        ROLLBACK,
        ABORT;

        /** As {@code --fault} has it. */
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An operator steers the releases that are under way; a pause that lasts is followed by a resume. */
    record Operate(Order order, When when) implements FaultSpec {
        @Override
        public String says() {
            return "an operator: " + order.written();
        }
    }

    /** What another system does. */
    enum Trouble {
        SONAR_ERROR("sonar", "error", "the quality gate is not passed"),
        SONAR_NONE("sonar", "none", "no project has a quality gate"),
        SONAR_PENDING("sonar", "pending", "SonarQube analyses nothing"),
        SONAR_DOWN("sonar", "down", "SonarQube is in maintenance"),
        JIRA_CLOSED("jira", "closed", "somebody closes every ticket"),
        JIRA_DOWN("jira", "down", "Jira is in maintenance"),
        NOTIFY_DOWN("notify", "down", "those who are notified do not answer");

        private final String system;
        private final String written;
        private final String says;

        Trouble(String system, String written, String says) {
            this.system = system;
            this.written = written;
            this.says = says;
        }

        /** The name of the fault, such as {@code sonar}. */
        public String system() {
            return system;
        }

        /** As {@code --fault} has it behind {@code =}. */
        public String written() {
            return written;
        }
    }

    /** A system that is no cluster does what it should not. */
    record Elsewhere(Trouble trouble, When when) implements FaultSpec {
        @Override
        public String says() {
            return trouble.says;
        }
    }

    /**
     * A registry does what it should not.
     *
     * @param registry its name in the fleet
     */
    record Registry(RegistryTrouble trouble, String registry, When when) implements FaultSpec {
        @Override
        public String says() {
            return trouble.says(registry);
        }
    }

    /** The load on the app is multiplied. */
    record LoadSpike(double factor, When when) implements FaultSpec {
        @Override
        public String says() {
            return "the load is " + FaultSyntax.shown(factor) + " times as high";
        }
    }
}
