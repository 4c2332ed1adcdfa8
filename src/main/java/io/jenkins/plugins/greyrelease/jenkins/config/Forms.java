package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.greyrelease.kube.Selection;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** What the forms of the system page have in common: who may ask, and how an answer is shown. */
final class Forms {
    private Forms() {}

    /** Checks on behalf of administrators only; for others a field is neither right nor wrong. */
    static FormValidation check(Supplier<List<String>> problems) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? shown(problems.get()) : FormValidation.ok();
    }

    /** All problems of a field, or that it is right. */
    static FormValidation shown(List<String> problems) {
        return problems.isEmpty() ? FormValidation.ok() : FormValidation.error(String.join("; ", problems));
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
