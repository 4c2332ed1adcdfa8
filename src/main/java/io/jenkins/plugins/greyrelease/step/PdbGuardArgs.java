package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.disruption.BudgetFinding.Flaw;
import io.jenkins.plugins.greyrelease.disruption.BudgetTerms;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The arguments of {@code pdbGuard}.
 *
 * @param clusters names or {@code label:value}, in order; empty: all that run the app, or are open to the namespace
 * @param namespace that is looked at
 * @param app the one Deployment that is looked at; empty: all
 * @param terms of budgets that are made
 * @param fix whether anything is changed
 * @param failOn what fails the step; empty: nothing does
 */
public record PdbGuardArgs(
        List<String> clusters, String namespace, Optional<String> app, BudgetTerms terms, boolean fix, Set<Flaw> failOn)
        implements Errand {
    private static final List<FailOn> WORDS = List.of(FailOn.values());

    /** The words of {@code failOn}. */
    private enum FailOn {
        MISSING,
        BLOCKING,
        DOUBTFUL,
        NONE
    }

    public PdbGuardArgs {
        clusters = List.copyOf(clusters);
        failOn = Set.copyOf(failOn);
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static PdbGuardArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.PDB_GUARD, given);
        PdbGuardArgs args = new PdbGuardArgs(
                reader.texts("clusters"),
                reader.text("namespace", "default", Forms.LABEL, Forms.LABEL_ALLOWED),
                Optional.of(reader.text("app", "", Forms.NAME, Forms.NAME_ALLOWED))
                        .filter(app -> !app.isEmpty()),
                BudgetTerms.maxUnavailable(maxUnavailable(reader)),
                reader.flag("fix"),
                failOn(reader));
        reader.end();
        return args;
    }

    private static String maxUnavailable(ArgumentReader reader) {
        String amount = reader.amount("maxUnavailable").orElse("50%");
        int number = Integer.parseInt(amount.replace("%", ""));
        if (number == 0) {
            reader.bad("maxUnavailable", "must be more than 0: a budget that lets no pod go blocks every drain");
        } else if (amount.endsWith("%") && number > 100) {
            reader.bad("maxUnavailable", "must be at most 100%");
        }
        return amount;
    }

    private static Set<Flaw> failOn(ArgumentReader reader) {
        List<FailOn> words = reader.choices("failOn", List.of(FailOn.MISSING, FailOn.BLOCKING), WORDS);
        if (words.contains(FailOn.NONE) && words.size() > 1) {
            reader.bad("failOn", "'none' goes with no other word");
        }
        Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
        Arrays.stream(Flaw.values())
                .filter(flaw -> words.stream().anyMatch(word -> word.name().equals(flaw.name())))
                .forEach(flaws::add);
        return flaws;
    }

    @Override
    public CompletableFuture<List<FleetMember>> members(Fleet fleet) {
        if (app.isEmpty()) {
            return CompletableFuture.completedFuture(Clusters.open(fleet, clusters, namespace));
        }
        return Clusters.running(fleet, clusters, namespace, app.get())
                .thenApply(members -> Clusters.allowing(members, namespace));
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new PdbGuardRun(host, this, members);
    }
}
