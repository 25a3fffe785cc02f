package org.ladibridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.ladibridge.intake.sample.SampleReader;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a sample would become. */
@Command(name = "try", description = "Shows what a sample of a source becomes. Nothing is stored or sent.", footer = {
        "", "Examples:", "  ladibridge try shopify routes/shopify/samples/customer.json",
        "  ladibridge try csv-drop customers.csv --columns",
        "  ladibridge try csv-drop customers.csv --json | jq '.[].payload'"})
class TryCommand implements Callable<Integer> {
    @Mixin
    AdminClient bridge;

    @Parameters(index = "0", description = "Name of the source.")
    String source;

    @Parameters(index = "1", description = "A file as the sender sends it (.json, .form, .csv, …).")
    Path file;

    @Option(names = "--columns", description = "Show only how the columns of a file are understood.")
    boolean columnsOnly;

    @Override
    public Integer call() throws AdminClient.Failure {
        try {
            byte[] content = Files.readAllBytes(file);
            String type = SampleReader.contentType(file.toString());
            String path = "/api/try/" + AdminClient.encode(source);
            if (columnsOnly || !bridge.asJson) {
                JsonNode parts = bridge.post(path + "/columns", content, type);
                System.out.print(bridge.asJson ? parts + System.lineSeparator() : FilesCommand.columns(parts, Ansi.AUTO));
            }
            if (columnsOnly) {
                return 0;
            }
            JsonNode customers = bridge.post(path, content, type);
            System.out.println(bridge.asJson ? customers.toString() : customers.toPrettyString());
            return 0;
        } catch (IOException e) {
            System.err.println("the file " + file + " cannot be read: " + e.getMessage());
            return 2;
        }
    }
}
