package io.jenkins.plugins.greyrelease.jenkins.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.jira.Tie;
import io.jenkins.plugins.greyrelease.jira.Tie.End;
import io.jenkins.plugins.greyrelease.jira.Tie.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketFilesTest {

    private static Tie tie(String issue) {
        return new Tie(
                "shop/release#12",
                "shop/old#12",
                "https://jenkins.example/12/",
                issue,
                "Done",
                "Failed",
                List.of(new Said("2026-01-05T08:00:00Z", "batch 1 is “done”")),
                List.of("id1", "id2"),
                End.FAILURE);
    }

    @Test
    void whatIsSavedIsThereForTheNextProcessUntilItIsForgotten(@TempDir Path folder) {
        TicketFiles files = new TicketFiles(folder.resolve("tickets"));
        assertThat(files.open()).isEmpty();
        files.save(tie("CHG-1"));
        files.save(tie("CHG-1"));
        files.save(tie("CHG-2"));
        TicketFiles next = new TicketFiles(folder.resolve("tickets"));
        assertThat(next.open()).containsExactlyInAnyOrder(tie("CHG-1"), tie("CHG-2"));
        next.forget(tie("CHG-1"));
        next.forget(tie("CHG-1"));
        assertThat(files.open()).containsExactly(tie("CHG-2"));
    }

    @Test
    void aFileThatCannotBeReadIsLeftAloneAndTheOthersAreRead(@TempDir Path folder) throws IOException {
        TicketFiles files = new TicketFiles(folder);
        Files.writeString(folder.resolve("0.json"), "{");
        Files.writeString(folder.resolve("half.json.new"), "{");
        files.save(tie("CHG-1"));
        assertThat(files.open()).containsExactly(tie("CHG-1"));
        assertThat(folder.resolve("0.json")).exists();
    }
}
