package hudson.model;

import java.util.concurrent.ExecutorService;

public abstract class Computer extends Actionable {
    Computer() {}

    public static final ExecutorService threadPoolForRemoting = null;
}
