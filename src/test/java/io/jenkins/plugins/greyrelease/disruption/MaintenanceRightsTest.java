package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult.Outcome;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.rehearsal.api.Rbac;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A maintenance with the rights of the example and no others. */
class MaintenanceRightsTest {
    private final Rig rig = new Rig(7, "gd9").app("cart", 3).settled();
    private final List<String> log = new ArrayList<>();

    @Test
    void theRightsOfTheExampleAreEnoughAndAllOfThemAreNeeded() {
        Granted granted = new Granted("node-maintenance.yaml").in(rig.servers.get("gd9"), Rbac.ANY);
        MaintenanceSpec spec = new MaintenanceSpec(
                "gd9", List.of("gd9-node-1", "gd9-node-2", "gd9-node-3"), 1, Duration.ofMinutes(15), false);
        CompletableFuture<MaintenanceResult> result =
                new Maintenance(spec, rig.ports.get("gd9"), rig.time, new Hooks()).start();
        rig.until(result::isDone);

        assertThat(result.join().outcome()).as(log::toString).isEqualTo(Outcome.DONE);
        assertThat(result.join().evicted()).isPositive();
        granted.assertAllOfItIsNeeded();
    }

    private final class Hooks implements MaintenanceHooks {
        @Override
        public CompletableFuture<Verdict> work(List<String> nodes, int round, int rounds) {
            return CompletableFuture.completedFuture(new Verdict.Passed());
        }

        @Override
        public void log(String line) {
            log.add(line);
        }
    }
}
