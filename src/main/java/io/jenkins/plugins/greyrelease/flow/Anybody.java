package io.jenkins.plugins.greyrelease.flow;

import io.jenkins.plugins.greyrelease.approval.People;
import java.util.List;
import java.util.Optional;

/** Where nobody has been seen to log in: whoever answers is taken for the right person. */
public enum Anybody implements People {
    MAY;

    @Override
    public boolean isOneOf(String person, List<String> approvers) {
        return true;
    }

    @Override
    public Optional<String> involved(String person) {
        return Optional.empty();
    }

    @Override
    public boolean mayStop(String person) {
        return true;
    }
}
