package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.jira.Tickets;
import io.jenkins.plugins.greyrelease.jira.TieStore;
import io.jenkins.plugins.greyrelease.notify.Couriers;
import io.jenkins.plugins.greyrelease.notify.Listener;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.List;
import java.util.Optional;

/**
 * Who hears what happens in the runs of a process.
 *
 * @param couriers the webhooks that are configured
 * @param tickets those that runs are tied to
 */
public record News(Couriers couriers, Tickets tickets) implements Listener {

    /** Nothing is configured. */
    public static News nobody(Scheduler scheduler) {
        return new News(
                new Couriers(List::of, scheduler, line -> {}),
                new Tickets(Optional::empty, scheduler, TieStore.NONE, (run, line) -> {}, run -> false));
    }

    @Override
    public void hear(Notice notice) {
        couriers.hear(notice);
        tickets.hear(notice);
    }
}
