package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Which clusters a step means. */
final class Clusters {
    private Clusters() {}

    /**
     * The clusters that are named, or all that run the app.
     *
     * @param wanted names or {@code label:value}; none: all that run it
     * @return fails with a {@link RefusedException} where none does
     */
    static CompletableFuture<List<FleetMember>> running(
            Fleet fleet, List<String> wanted, String namespace, String app) {
        List<FleetMember> selected = fleet.select(wanted);
        if (!wanted.isEmpty()) {
            return CompletableFuture.completedFuture(selected);
        }
        CompletableFuture<List<FleetMember>> members = CompletableFuture.completedFuture(new ArrayList<>());
        for (FleetMember member : selected) {
            members = members.thenCombine(runs(member, namespace, app), (list, runs) -> {
                if (runs) {
                    list.add(member);
                }
                return list;
            });
        }
        return members.thenApply(list -> {
            if (list.isEmpty()) {
                throw new RefusedException("no cluster of the fleet runs deployment/" + app + " in namespace "
                        + namespace + "; there are " + fleet.names());
            }
            return List.copyOf(list);
        });
    }

    /**
     * The clusters that are named, or all in which the namespace is open to us.
     *
     * @throws RefusedException naming all in which it is not, or saying that there is none
     */
    static List<FleetMember> open(Fleet fleet, List<String> wanted, String namespace) {
        List<FleetMember> selected = fleet.select(wanted);
        if (!wanted.isEmpty()) {
            return allowing(selected, namespace);
        }
        List<FleetMember> open =
                selected.stream().filter(member -> member.allows(namespace)).toList();
        if (open.isEmpty()) {
            throw new RefusedException(
                    selected.isEmpty()
                            ? "the fleet has no clusters"
                            : "namespace " + namespace + " is open in no cluster of the fleet " + fleet.names()
                                    + "; add it to their 'namespaces'");
        }
        return open;
    }

    /**
     * The same clusters, if all of them let us into the namespace.
     *
     * @throws RefusedException naming all that do not
     */
    static List<FleetMember> allowing(List<FleetMember> members, String namespace) {
        List<String> closed = members.stream()
                .filter(member -> !member.allows(namespace))
                .map(member -> "cluster " + member.name() + " is not open to namespace " + namespace
                        + " (its 'namespaces': " + member.spec().namespaces() + ")")
                .toList();
        if (!closed.isEmpty()) {
            throw new RefusedException(String.join("\n", closed));
        }
        return members;
    }

    private static CompletableFuture<Boolean> runs(FleetMember member, String namespace, String app) {
        return member.cluster().get(Kind.DEPLOYMENT, namespace, app).handle((found, failure) -> {
            if (failure instanceof KubeException kube && kube.reason() == KubeException.Reason.NOT_FOUND) {
                return false;
            }
            // A cluster that does not answer may run it: preflight says what to do about that.
            return true;
        });
    }
}
