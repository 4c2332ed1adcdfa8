package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What a step that releases nothing was asked to do, in clusters or elsewhere, its arguments found good. It can be done
 * twice with the same end: after a restart of the process it is simply done again.
 */
public interface Errand {

    /**
     * The steps that are errands, with what reads their arguments.
     *
     * <p>Each reader throws {@link io.jenkins.plugins.greyrelease.plan.BadArgumentsException} with everything that is
     * wrong.
     */
    static Map<String, Function<Map<String, Object>, Errand>> readers() {
        return Map.of(
                StepSpecs.HARBOR_SYNC.name(), HarborSyncArgs::from,
                StepSpecs.BUILD_BASE_IMAGE.name(), BuildBaseImageArgs::from,
                StepSpecs.BUILD_IMAGE.name(), BuildImageArgs::from,
                StepSpecs.PDB_GUARD.name(), PdbGuardArgs::from,
                StepSpecs.HPA_POLICY.name(), HpaPolicyArgs::from,
                StepSpecs.NODE_MAINTENANCE.name(), NodeMaintenanceArgs::from,
                StepSpecs.JIRA_CHANGE.name(), JiraChangeArgs::from,
                StepSpecs.SONAR_GATE.name(), SonarGateArgs::from);
    }

    /** Reads the arguments of a step, if it is an errand at all. */
    static Optional<Errand> of(StepSpec step, Map<String, Object> given) {
        return Optional.ofNullable(readers().get(step.name())).map(reader -> reader.apply(given));
    }

    /** The namespace in which it does something; empty: none in particular, so that all must be allowed. */
    String namespace();

    /** The same, where the fleet has a say in it. */
    default String namespace(Fleet fleet) {
        return namespace();
    }

    /** Whether it changes nothing anywhere and looks into no cluster, so that every run may do it. */
    default boolean onlyAsks() {
        return false;
    }

    /** The app it is about; empty: none in particular. */
    Optional<String> app();

    /**
     * The clusters as they were asked for: names or {@code label:value}; empty: those that it finds out itself, or it has to
     * do with none.
     */
    List<String> clusters();

    /**
     * The clusters where it does something, in order; none where it has to do with none.
     *
     * @return fails with a {@link RefusedException} or {@link io.jenkins.plugins.greyrelease.plan.BadArgumentsException}
     *     that says all reasons
     */
    CompletableFuture<List<FleetMember>> members(Fleet fleet);

    /**
     * Makes ready to do it; does nothing yet.
     *
     * @param members as {@link #members} chose them
     */
    ErrandRun run(Host host, List<FleetMember> members);
}
