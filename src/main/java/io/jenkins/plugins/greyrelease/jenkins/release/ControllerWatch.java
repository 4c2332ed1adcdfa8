package io.jenkins.plugins.greyrelease.jenkins.release;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;

/** Tells the release manager of the controller's beginning and end, and of jobs that get another name. */
@Extension
public class ControllerWatch extends ItemListener {

    @Override
    public void onLoaded() {
        ReleaseManager manager = ReleaseManager.get();
        manager.scheduler().execute(() -> manager.undertakings()
                .resume(id -> ReleaseManager.find(id).filter(Run::isBuilding).isPresent()));
        manager.resumeTickets();
    }

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        ReleaseManager.get().undertakings().renamed(oldFullName + "#", newFullName + "#");
        ReleaseManager.get().news().tickets().renamed(oldFullName + "#", newFullName + "#");
    }

    @Override
    public void onBeforeShutdown() {
        ReleaseManager.get().undertakings().letGo();
    }
}
