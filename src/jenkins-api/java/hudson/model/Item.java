package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;

public interface Item extends ModelObject, AccessControlled {
    ItemGroup<? extends Item> getParent();

    String getFullName();

    String getUrl();

    Permission CONFIGURE = null;
    Permission READ = null;
    Permission EXTENDED_READ = null;
    Permission BUILD = null;
    Permission CANCEL = null;
}
