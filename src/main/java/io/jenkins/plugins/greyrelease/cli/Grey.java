package io.jenkins.plugins.greyrelease.cli;

/** The {@code grey} command. */
public final class Grey {
    private Grey() {}

    /** Runs the command; exits with its exit code. */
    public static void main(String[] args) {}
}
