package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.node.ObjectNode;

class TagListingTest {
    /** LadiFlow with so many tags, of which it gives at most some in a page. */
    private record Pages(int tags, int most, int first, boolean tellsTotal, boolean tellsLimit) {
        Verdict answer(ObjectNode asked) {
            int limit = Math.min(most, asked.path("limit").asInt());
            int from = limit * Math.max(0, asked.path("page").asInt() - first);
            return new Verdict.Tags(IntStream.range(Math.min(from, tags), Math.min(tags, from + limit))
                    .mapToObj(i -> new Tag("id" + i, "tag " + i)).toList(), tellsTotal ? tags : -1, tellsLimit ? limit : 0);
        }
    }

    private static List<String> read(TagListing listing, Pages pages) {
        List<String> asked = new ArrayList<>();
        for (ObjectNode body = listing.next(); body != null; body = listing.next()) {
            asked.add(body.path("limit") + "/" + body.path("page"));
            listing.answered(pages.answer(body));
        }
        return asked;
    }

    @ParameterizedTest
    @CsvSource({"0,100,1,true,true", "3,100,1,true,true", "100,100,1,true,true", "250,100,1,true,true", "250,20,1,true,true",
            "250,20,1,true,false", "250,100,1,false,true", "40,20,1,false,true", "0,100,0,true,true", "3,100,0,true,true",
            "250,100,0,true,true", "250,20,0,true,false", "150,100,0,false,true", "0,100,1,false,false"})
    void everyTagIsReadWhereverThePagesBeginAndHoweverLargeTheyAre(int tags, int most, int first, boolean tellsTotal,
            boolean tellsLimit) {
        TagListing listing = new TagListing();
        List<String> asked = read(listing, new Pages(tags, most, first, tellsTotal, tellsLimit));
        assertEquals(tags, listing.tags().size(), asked.toString());
        assertNull(listing.refusal());
    }

    @Test
    void aFewTagsAreOneCall() {
        assertEquals(List.of("100/1"), read(new TagListing(), new Pages(30, 100, 1, true, true)));
    }

    @Test
    void aPageThatIsRepeatedForEverEnds() {
        TagListing listing = new TagListing();
        for (int i = 0; i < 3; i++) {
            listing.answered(new Verdict.Tags(List.of(new Tag("a", "A")), 500, 1));
        }
        assertNull(listing.next());
        assertEquals(1, listing.tags().size());
    }

    @Test
    void aLimitThatIsRefusedIsTriedAsDocumented() {
        TagListing listing = new TagListing();
        listing.answered(new Verdict.Refused("HTTP 400"));
        assertEquals(20, listing.next().path("limit").asInt());
        listing.answered(new Verdict.Refused("HTTP 400"));
        assertNull(listing.next());
        assertEquals("HTTP 400", listing.refusal());
    }
}
