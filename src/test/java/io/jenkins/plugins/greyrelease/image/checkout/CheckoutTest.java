package io.jenkins.plugins.greyrelease.image.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final Instant TIME = Instant.parse("2026-05-04T08:00:00Z");

    @TempDir
    private Path temp;

    private Path file(String name, String text) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** A checkout of branch main with one commit in a file of its own. */
    private void checkout(String url) throws IOException {
        file("shop/.git/HEAD", "ref: refs/heads/main\n");
        file("shop/.git/refs/heads/main", ID + "\n");
        file("shop/.git/config", "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = " + url + "\n\tfetch = x\n");
        commit("shop/.git/objects", TIME.getEpochSecond());
    }

    private void commit(String objects, long seconds) throws IOException {
        String text = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@b> 1 +0000\ncommitter C D <c@d> "
                + seconds + " +0200\n\ncommitter of nothing <x> 99 +0000\n";
        Path file = temp.resolve(objects + "/" + ID.substring(0, 2) + "/" + ID.substring(2));
        Files.createDirectories(file.getParent());
        try (OutputStream out = new DeflaterOutputStream(Files.newOutputStream(file))) {
            out.write(("commit " + text.length() + "\0" + text).getBytes(StandardCharsets.UTF_8));
        }
    }

    private Checkout of(String folder) {
        return Checkout.of(temp.resolve(folder));
    }

    @Test
    void aFolderBelowACheckoutTellsWhereItCameFromAndWhenThatWasCommitted() throws IOException {
        checkout("https://git.example/shop/cart.git");
        Files.createDirectories(temp.resolve("shop/target/classes"));
        Checkout expected = new Checkout("https://git.example/shop/cart.git", ID, TIME, "");
        assertThat(of("shop")).isEqualTo(expected);
        assertThat(of("shop/target/classes")).isEqualTo(expected);
        assertThat(of("elsewhere")).isEqualTo(Checkout.NONE);
    }

    @Test
    void noCredentialsOfTheAddressAreTold() throws IOException {
        checkout("https://ci:s3cret@git.example/shop/cart.git?access_token=s3cret");
        assertThat(of("shop").source()).isEqualTo("https://git.example/shop/cart.git");
        for (String address : List.of(
                "https://s3cret@git.example/x",
                "HTTP://u:s3@cret@git.example:8080/@x/y",
                "ssh://git:s3cret@git.example/x")) {
            checkout(address);
            assertThat(of("shop").source()).doesNotContain("s3", "cret").contains("git.example");
        }
        checkout("git@git.example:shop/cart.git");
        assertThat(of("shop").source()).isEqualTo("git@git.example:shop/cart.git");
    }

    @Test
    void aBranchThatIsOnlyInTheListOfPackedOnesIsFound() throws IOException {
        checkout("x");
        Files.delete(temp.resolve("shop/.git/refs/heads/main"));
        file(
                "shop/.git/packed-refs",
                "# pack-refs with: peeled\n" + "f".repeat(40) + " refs/heads/remain\n" + ID + " refs/heads/main\n");
        assertThat(of("shop").revision()).isEqualTo(ID);
    }

    @Test
    void aWorktreeHasItsOwnHeadAndSharesTheRest() throws IOException {
        checkout("https://git.example/x");
        file("shop/.git/HEAD", "ref: refs/heads/other\n");
        file("shop/.git/worktrees/fix/HEAD", ID + "\n");
        file("shop/.git/worktrees/fix/commondir", "../..\n");
        file("fix/.git", "gitdir: ../shop/.git/worktrees/fix\n");
        assertThat(of("fix")).isEqualTo(new Checkout("https://git.example/x", ID, TIME, ""));
        assertThat(of("shop").revision()).as("a branch without a commit").isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaidAndTheRestIsTold() throws IOException {
        checkout("https://git.example/x");
        Files.delete(temp.resolve("shop/.git/objects/01/" + ID.substring(2)));
        Checkout without = of("shop");
        assertThat(without.revision()).isEqualTo(ID);
        assertThat(without.committed()).isEqualTo(Instant.EPOCH);
        assertThat(without.problem())
                .isEqualTo("when " + ID + " was committed could not be read: there is no such commit in the checkout");
        file("shop/.git/HEAD", "nonsense\n");
        assertThat(of("shop").problem()).contains("is neither a commit nor the name of a branch");
    }

    @Test
    void aDifferenceMadeOfItsBaseAndBytesOfItsOwn() throws IOException {
        byte[] base = "abcdef".getBytes(StandardCharsets.UTF_8);
        byte[] delta = {6, 4, (byte) 0x91, 3, 2, 2, 'x', 'y'};
        assertThat(Delta.apply(base, delta)).asString().isEqualTo("dexy");
        assertThatThrownBy(() -> Delta.apply(new byte[5], delta)).hasMessageContaining("to another base");
        assertThatThrownBy(() -> Delta.apply(base, new byte[] {6, 4, (byte) 0x91, 5, 4}))
                .hasMessageContaining("damaged");
    }

    @Test
    void gitItselfAgreesAboutPacksDifferencesAlternatesAndShallowClones() throws Exception {
        assumeTrue(hasGit(), "git is not installed: what it writes into packs is not tried");
        Path shop = Files.createDirectory(temp.resolve("origin"));
        git(shop, "init", "-q");
        String message = "one message that is so long that packs keep differences to it ".repeat(40);
        for (int i = 0; i < 12; i++) {
            git(shop, "commit", "-q", "--allow-empty", "-m", message + i, "--date", "2026-05-04T10:00:" + (10 + i));
        }
        List<String> commits = git(shop, "log", "--format=%H %ct").lines().toList();
        git(shop, "repack", "-adfq", "--window=50", "--depth=50");
        git(shop, "prune-packed", "-q");
        Path pack = shop.resolve(".git/objects/pack");
        try (var files = Files.list(pack)) {
            Path index = files.filter(file -> file.toString().endsWith(".idx"))
                    .findFirst()
                    .orElseThrow();
            assertThat(git(shop, "verify-pack", "-v", index.toString()))
                    .as("differences")
                    .contains("chain length = ");
        }
        for (String line : commits) {
            String id = line.substring(0, 40);
            assertThat(Commit.time(new GitObjects(shop.resolve(".git/objects")), id)
                            .getEpochSecond())
                    .isEqualTo(Long.parseLong(line.substring(41)));
        }
        git(temp, "clone", "-q", "--shared", "origin", "shared");
        git(temp, "clone", "-q", "--depth", "1", "file://" + shop, "shallow");
        for (String clone : List.of("shared", "shallow")) {
            Checkout told = of(clone);
            assertThat(told.problem()).isEmpty();
            assertThat(told.revision() + " " + told.committed().getEpochSecond())
                    .isEqualTo(commits.get(0));
        }
    }

    private static boolean hasGit() {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static String git(Path folder, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=A", "-c", "user.email=a@b"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
