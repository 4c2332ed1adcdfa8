package jenkins.model;

public abstract class IdStrategy {
    public String keyFor(String id) {
        throw new UnsupportedOperationException();
    }

    public boolean equals(String id1, String id2) {
        throw new UnsupportedOperationException();
    }
}
