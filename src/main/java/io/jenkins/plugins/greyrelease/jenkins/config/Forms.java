package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Selection;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** What the forms of the system page have in common: who may ask, and how an answer is shown. */
final class Forms {
    private static final int PATIENCE_SECONDS = 20;

    private Forms() {}

    /** Checks on behalf of administrators only; for others a field is neither right nor wrong. */
    static FormValidation check(Supplier<List<String>> problems) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? shown(problems.get()) : FormValidation.ok();
    }

    /** All problems of a field, or that it is right. */
    static FormValidation shown(List<String> problems) {
        return problems.isEmpty() ? FormValidation.ok() : FormValidation.error(String.join("; ", problems));
    }

    /** As {@link #check}, and whether Jenkins has such credentials. */
    static FormValidation checkCredentials(String id, Supplier<List<String>> problems) {
        return check(() -> {
            List<String> found = problems.get();
            if (!found.isEmpty()
                    || Texts.orNull(id) == null
                    || ClusterLogins.find(id).isPresent()) {
                return found;
            }
            return List.of("there are no credentials '" + id + "' that Jenkins itself may use");
        });
    }

    /** Tries the cluster that the form describes; waits for at most {@link #PATIENCE_SECONDS}. */
    static FormValidation tried(ClusterEntry entry) {
        return tried("clusters", entry.values(), fleet -> GreyReleaseConfiguration.get()
                .check(fleet.clusters().get(0))
                .thenApply(check ->
                        check.good() ? FormValidation.ok(check.words()) : FormValidation.warning(check.words())));
    }

    /** Tries the registry that the form describes; waits likewise. */
    static FormValidation tried(RegistryEntry entry) {
        return tried("registries", entry.values(), fleet -> GreyReleaseConfiguration.get()
                .check(fleet.registries().get(0))
                .thenApply(FormValidation::ok));
    }

    /** Sends an event to the one that the form describes; waits likewise. */
    static FormValidation tried(NotifyEntry entry) {
        return tried("notify", entry.values(), fleet -> GreyReleaseConfiguration.get()
                .check(fleet.notifications().get(0))
                .thenApply(fine -> FormValidation.ok("it has taken a test event")));
    }

    private static FormValidation tried(
            String list, Map<String, Object> entry, Function<FleetSpec, CompletableFuture<FormValidation>> ask) {
        try {
            return ask.apply(FleetReader.of(list, Map.of(list, List.of(entry))))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (BadArgumentsException e) {
            return FormValidation.error(String.join("; ", e.problems()).replace(list + "[0].", ""));
        } catch (ExecutionException e) {
            return FormValidation.error(e.getCause().getMessage());
        } catch (TimeoutException e) {
            return FormValidation.error("there was no answer within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error("interrupted before there was an answer");
        }
    }

    /** Those of these names and labels that are, or select, no cluster of the fleet. */
    static List<String> unknownClusters(String text) {
        Problems problems = new Problems();
        try {
            Selection.of(GreyReleaseConfiguration.get().spec().clusters(), Texts.words(text), problems);
        } catch (BadArgumentsException e) {
            return e.problems();
        }
        return problems.found();
    }

    /** The credentials of these kinds that Jenkins itself can use; for those who may not configure only the current one. */
    static ListBoxModel credentials(String current, List<Class<? extends StandardCredentials>> kinds) {
        StandardListBoxModel items = new StandardListBoxModel();
        items.includeEmptyValue();
        if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            CredentialsMatcher anyKind = CredentialsMatchers.anyOf(
                    kinds.stream().map(CredentialsMatchers::instanceOf).toArray(CredentialsMatcher[]::new));
            items.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), anyKind);
        }
        items.includeCurrentValue(current == null ? "" : current);
        return items;
    }

    /** Kinds in a list whose type javac can infer. */
    @SafeVarargs
    static List<Class<? extends StandardCredentials>> kinds(Class<? extends StandardCredentials>... kinds) {
        return Arrays.asList(kinds);
    }
}
