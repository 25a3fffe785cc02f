package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.console.web.EventPage.Detail;

import io.quarkus.qute.Engine;
import io.quarkus.qute.NamespaceResolver;
import io.quarkus.qute.ReflectionValueResolver;

/** What the page of a record says in place of fields. */
class FieldsTemplateTest {

    @ParameterizedTest
    @CsvSource({"true,false,nothingMapped", "false,true,isOutcome", "false,false,isReference"})
    void aRecordWithoutFieldsSaysWhatItIs(boolean customer, boolean outcome, String sentence) throws Exception {
        Engine engine = Engine.builder().addDefaults().addValueResolver(new ReflectionValueResolver())
                .addNamespaceResolver(NamespaceResolver.builder("msg")
                        .resolve(context -> CompletableFuture.completedFuture(context.getName())).build())
                .addLocator(id -> Optional.empty()).build();
        Detail detail = new Detail(null, false, null, List.of(), false, null, List.of(), List.of(), List.of(), customer,
                outcome, false, null, null);
        String page = engine.parse(Files.readString(Path.of("src/main/resources/templates/console/fields.html"))
                .replaceAll("\\{#include [^}]*}", ""))
                .data("detail", detail).render();
        Matcher said = Pattern.compile("<p class=\"empty\">(.*?)</p>").matcher(page);
        assertEquals(sentence, said.find() ? said.group(1) : page);
    }
}
