package io.jenkins.plugins.greyrelease.approval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose votes count and how many are needed.
 *
 * @param approvers users and groups; empty: whoever has the right to approve
 * @param quorum how many different people must say yes, at least 1
 * @param separateDuties whether people who have to do with the change may not say yes
 * @param delegates who votes for an approver who does not: approver → delegate
 * @param commentNeeded whether a yes without a comment does not count
 * @param window when the run may go on; empty: always
 */
public record Rules(
        List<String> approvers,
        int quorum,
        boolean separateDuties,
        Map<String, String> delegates,
        boolean commentNeeded,
        Optional<Window> window) {
    public Rules {
        approvers = List.copyOf(approvers);
        delegates = Collections.unmodifiableMap(new LinkedHashMap<>(delegates));
    }
}
