package hudson.security;

import jenkins.model.IdStrategy;

public abstract class SecurityRealm {
    public IdStrategy getUserIdStrategy() {
        throw new UnsupportedOperationException();
    }

    public IdStrategy getGroupIdStrategy() {
        throw new UnsupportedOperationException();
    }
}
