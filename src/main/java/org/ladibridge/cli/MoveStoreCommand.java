package org.ladibridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

import org.ladibridge.journal.Database;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.journal.StoreMove;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From SQLite to PostgreSQL, and back. */
@Command(name = "move-store", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Copies the whole store into an empty one of another database, while no bridge runs on either: a data folder into PostgreSQL, or back.",
        "The files in the data folder stay where they are. The store that was copied is kept and marked, so that no bridge starts with it by mistake."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:everything was copied and compared", "2:it was not; the reason is printed"}, footer = {"", "Examples:",
                        "  BRIDGE_STORE_USER=bridge BRIDGE_STORE_PASSWORD=… ladibridge move-store data jdbc:postgresql://db/ladibridge",
                        "  ladibridge move-store jdbc:postgresql://db/ladibridge new-data"})
class MoveStoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FROM", description = "A data folder, or jdbc:postgresql://HOST/DATABASE.")
    String from;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TO", description = "The other one; it has to be empty.")
    String to;

    @Option(names = "--unmark", description = "Lets a bridge start again with a store that was moved. What is queued in both is delivered twice.")
    boolean unmark;

    @Option(names = "--json", description = "Print what was moved as JSON, for programs.")
    boolean asJson;

    @Option(names = "--user", defaultValue = "${env:BRIDGE_STORE_USER}", description = "For PostgreSQL (BRIDGE_STORE_USER); the password stands in BRIDGE_STORE_PASSWORD.")
    String user;

    @Override
    public Integer call() throws IOException {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            return refused("a native executable cannot move a store: run this where the JVM image is, or in a checkout");
        }
        if (unmark == (to != null)) {
            return refused("name a store to move from and one to move to, or one store with --unmark");
        }
        if (!StoreMove.isStore(from)) {
            return refused("there is no store in «" + Path.of(from).toAbsolutePath()
                    + "»: name a data folder with a bridge.db, or jdbc:postgresql:…");
        }
        Path scratch = Files.createTempDirectory("move-store");
        Database source = open(from, scratch.resolve("from"));
        Database target = to == null ? null : open(to, scratch.resolve("to"));
        try {
            if (unmark) {
                new StoreMove(System.err::println).unmark(source);
                System.out.println("A bridge may start with the store " + source.name() + " again");
                return 0;
            }
            StoreMove.Moved moved = new StoreMove(System.err::println).move(source, target);
            tell(moved);
            return 0;
        } catch (ConfigurationException | JournalUnavailableException e) {
            return refused(e.getMessage());
        } finally {
            source.close();
            if (target != null) {
                target.close();
            }
            remove(scratch);
        }
    }

    private void tell(StoreMove.Moved moved) throws IOException {
        String setting = to.startsWith("jdbc:")
                ? "BRIDGE_STORE=" + to.replaceAll("\\?.*password=.*", "?…")
                : "BRIDGE_DATA=" + to;
        if (asJson) {
            System.out.println(new ObjectMapper().writeValueAsString(Map.of("rows", moved.rows(), "setting", setting)));
            return;
        }
        moved.rows().forEach((table, rows) -> System.out.printf("%,12d  %s%n", rows, table));
        System.out.println("The store " + moved.to() + " has everything. Start the bridge with it: " + setting);
    }

    private Database open(String name, Path scratch) {
        return StoreMove.database(name, user == null || user.isEmpty() ? null : user, System.getenv("BRIDGE_STORE_PASSWORD"),
                scratch);
    }

    private static void remove(Path scratch) throws IOException {
        for (String each : new String[]{"from", "to"}) {
            Files.deleteIfExists(scratch.resolve(each).resolve("bridge.lock"));
            Files.deleteIfExists(scratch.resolve(each));
        }
        Files.deleteIfExists(scratch);
    }

    private static int refused(String why) {
        System.err.println(why.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + why.substring(1));
        return 2;
    }
}
