package org.ladibridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a sample would become. */
@Command(name = "try", mixinStandardHelpOptions = true, description = "Shows what a sample of a source becomes. Nothing is stored or sent.", footer = {
        "", "Example: ladibridge try shopify routes/shopify/samples/customer.json"})
class TryCommand implements Callable<Integer> {
    @Mixin
    AdminClient bridge;

    @Parameters(index = "0", description = "Name of the source.")
    String source;

    @Parameters(index = "1", description = "A file as the sender sends it (.json, .form, .csv, …).")
    Path file;

    @Override
    public Integer call() {
        try {
            System.out.println(bridge.post("/api/try/" + source, Files.readAllBytes(file), contentType(file)).toPrettyString());
            return 0;
        } catch (IOException e) {
            System.err.println("the file " + file + " cannot be read: " + e.getMessage());
            return 2;
        } catch (AdminClient.Failure e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    private static String contentType(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".form")) {
            return "application/x-www-form-urlencoded";
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
            return "text/csv";
        }
        if (name.endsWith(".xlsx") || name.endsWith(".xlsm")) {
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        }
        if (name.endsWith(".zip") || name.endsWith(".gz")) {
            return "application/zip";
        }
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") ? "application/x-ndjson" : "application/json";
    }
}
