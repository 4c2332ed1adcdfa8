package io.jenkins.plugins.greyrelease.rehearsal.serve;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label selectors as they stand in a query. */
final class Labels {
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUAL = Pattern.compile("([^\\s=!]+)\\s*(==|=|!=)\\s*(\\S*)");
    private static final Pattern THERE = Pattern.compile("(!?)\\s*([^\\s=!()]+)");

    private Labels() {}

    /**
     * Reads a selector, such as {@code app=cart,tier in (a, b),!old}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static LabelSelector parse(String text) {
        if (text == null || text.isBlank()) {
            return Selector.EVERYTHING;
        }
        LabelSelectorBuilder selector = new LabelSelectorBuilder();
        // a comma inside brackets parts values, not terms
        for (String term : text.split(",(?![^(]*\\))")) {
            add(selector, term.strip());
        }
        return selector.build();
    }

    private static void add(LabelSelectorBuilder selector, String term) {
        Matcher set = SET.matcher(term);
        Matcher equal = EQUAL.matcher(term);
        Matcher there = THERE.matcher(term);
        if (set.matches()) {
            List<String> values = Arrays.stream(set.group(3).split(",", -1))
                    .map(String::strip)
                    .toList();
            expression(selector, set.group(1), set.group(2).equals("in") ? "In" : "NotIn", values);
        } else if (equal.matches()) {
            expression(selector, equal.group(1), equal.group(2).equals("!=") ? "NotIn" : "In", List.of(equal.group(3)));
        } else if (there.matches()) {
            expression(selector, there.group(2), there.group(1).isEmpty() ? "Exists" : "DoesNotExist", List.of());
        } else {
            throw new IllegalArgumentException("unable to parse requirement: '" + term + "'");
        }
    }

    private static void expression(LabelSelectorBuilder selector, String key, String operator, List<String> values) {
        selector.addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values)
                .endMatchExpression();
    }
}
