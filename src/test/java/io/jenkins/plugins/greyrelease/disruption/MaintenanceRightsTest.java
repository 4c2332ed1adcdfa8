package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult.Outcome;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.rehearsal.api.Rbac;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A maintenance with the rights of the example and no others. */
class MaintenanceRightsTest {
    private final Rig rig = new Rig(7, "gd9").app("cart", 3).settled();
    private final DrainRig drain = new DrainRig(rig);

    @Test
    void theRightsOfTheExampleAreEnoughAndAllOfThemAreNeeded() {
        Granted granted = new Granted("node-maintenance.yaml").in(rig.servers.get("gd9"), Rbac.ANY);
        // long enough for the lease to be renewed
        drain.verdict = new CompletableFuture<>();
        rig.time.after(Duration.ofMinutes(1), () -> drain.verdict.complete(new Verdict.Passed()));

        MaintenanceResult result = drain.run(drain.maintenance(1, "gd9-node-1", "gd9-node-2", "gd9-node-3"));

        assertThat(result.outcome()).as(result::reason).isEqualTo(Outcome.DONE);
        assertThat(result.evicted()).isPositive();
        granted.assertAllOfItIsNeeded();
    }
}
