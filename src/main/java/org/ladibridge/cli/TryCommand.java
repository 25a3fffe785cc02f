package org.ladibridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.ladibridge.intake.SampleReader;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a sample would become. */
@Command(name = "try", description = "Shows what a sample of a source becomes. Nothing is stored or sent.", footer = {
        "", "Examples:", "  ladibridge try shopify routes/shopify/samples/customer.json",
        "  ladibridge try csv-drop customers.csv --json | jq '.[].payload'"})
class TryCommand implements Callable<Integer> {
    @Mixin
    AdminClient bridge;

    @Parameters(index = "0", description = "Name of the source.")
    String source;

    @Parameters(index = "1", description = "A file as the sender sends it (.json, .form, .csv, …).")
    Path file;

    @Override
    public Integer call() throws AdminClient.Failure {
        try {
            JsonNode customers = bridge.post("/api/try/" + AdminClient.encode(source), Files.readAllBytes(file),
                    SampleReader.contentType(file.toString()));
            System.out.println(bridge.asJson ? customers.toString() : customers.toPrettyString());
            return 0;
        } catch (IOException e) {
            System.err.println("the file " + file + " cannot be read: " + e.getMessage());
            return 2;
        }
    }
}
