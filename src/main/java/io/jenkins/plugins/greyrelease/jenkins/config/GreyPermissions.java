package io.jenkins.plugins.greyrelease.jenkins.config;

import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/**
 * What somebody may do with a job's releases. Each is implied by a permission that could bring about the same anyway, so
 * that nothing has to be granted before the plugin can be used, and nobody gains anything by its installation.
 */
public final class GreyPermissions {
    /** Their heading where permissions are granted. */
    public static final PermissionGroup GROUP = new PermissionGroup(GreyPermissions.class, text("Title"));

    /** See where a release stands: pods, batches, approvals. Implied by reading the job. */
    public static final Permission VIEW = permission("View", Item.READ);

    /**
     * See what of a release waits for an answer, and vote where an approval names no approvers. Implied by building the job,
     * as the answer to an input is.
     */
    public static final Permission APPROVE = permission("Approve", Item.BUILD);

    /**
     * Pause, resume, promote, roll back and abort. Implied by configuring the job: who may rewrite its pipeline may do all
     * of it.
     */
    public static final Permission CONTROL = permission("Control", Item.CONFIGURE);

    private GreyPermissions() {}

    private static Permission permission(String name, Permission impliedBy) {
        return new Permission(GROUP, name, text(name), impliedBy, PermissionScope.ITEM);
    }

    private static Localizable text(String key) {
        return new Localizable(ResourceBundleHolder.get(GreyPermissions.class), key);
    }

    /** Makes them known: Jenkins lists what classes that were loaded have registered. */
    static void register() {
        // loading the class has done it
    }
}
