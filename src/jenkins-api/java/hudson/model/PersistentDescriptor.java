package hudson.model;

public interface PersistentDescriptor extends Loadable, Saveable {
    @Override
    void load();
}
