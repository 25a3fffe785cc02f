package org.ladibridge.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Contents;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.journal.State;
import org.ladibridge.transform.Fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Finds records by what their source sent and what they were sent as: a record that was rejected has no customer, but it carries a name. There is no index over
 * that, so the search looks into the newest records only, and says into how many.
 */
@ApplicationScoped
public class ContentSearch {
    /** So many of the dead letters and rejected records are looked into. */
    public static final int UNDELIVERED = 2_000;
    /** So many of all others are looked into. */
    public static final int RECENT = 1_000;

    private static final int MOST_FOUND = 50;
    /** Where no index leads to the records, they are chosen from so many. */
    private static final long LOOKED_AT = 50_000;
    private static final long MOST_CHARACTERS = 8L << 20;

    private final JournalReader journal;
    private final ObjectMapper json;

    public ContentSearch(JournalReader journal, ObjectMapper json) {
        this.journal = journal;
        this.json = json;
    }

    /**
     * The records that carry every word of a text, newest first: whatever their accents and capitals, a phone number in any form.
     *
     * @param within which records are meant; without a state, older dead letters and rejected records are looked into, too
     */
    public List<Event> find(String text, Search within) {
        Wanted wanted = Wanted.of(text);
        List<Long> found = new ArrayList<>();
        if (!wanted.isEmpty()) {
            long[] looked = {0};
            journal.look(candidates(within), (id, contents) -> {
                String carried = text(contents);
                looked[0] += carried.length();
                if (wanted.isIn(carried)) {
                    found.add(id);
                }
                return found.size() < MOST_FOUND && looked[0] < MOST_CHARACTERS;
            });
        }
        return found.stream().map(journal::event).flatMap(Optional::stream).toList();
    }

    private List<Long> candidates(Search within) {
        Stream<Long> undelivered = within.state() != null
                ? Stream.of()
                : Stream.of(State.DEAD, State.REJECTED).flatMap(state -> newest(within, state, UNDELIVERED))
                        .sorted(Comparator.reverseOrder()).limit(UNDELIVERED);
        return Stream.concat(undelivered, newest(within, within.state(), within.state() == null ? RECENT : UNDELIVERED))
                .distinct().sorted(Comparator.reverseOrder()).toList();
    }

    private Stream<Long> newest(Search within, State state, int limit) {
        Search search = new Search(within.source(), state, within.reason(), within.customerKeys(), within.from(),
                within.before(), limit);
        if (!search.isIndexed()) {
            long floor = (within.before() == null ? journal.lastId() + 1 : within.before()) - LOOKED_AT;
            search = new Search(within.source(), state, within.reason(), within.customerKeys(),
                    within.from() == null ? floor : Math.max(floor, within.from()), within.before(), limit);
        }
        return journal.ids(search).stream();
    }

    /** The values of the record, each on a line, folded. */
    private String text(Contents contents) {
        StringBuilder text = new StringBuilder();
        gather(contents.raw(), text);
        if (contents.mapped() != null) {
            // A record that was mended carries what it had not been sent with.
            gather(contents.mapped(), text);
        }
        return fold(text.toString());
    }

    private void gather(byte[] content, StringBuilder text) {
        try {
            gather(json.readTree(content), text);
        } catch (IOException e) {
            // Not every source sends JSON, and what is broken is rejected.
            text.append(new String(content, StandardCharsets.UTF_8)).append('\n');
        }
    }

    private static void gather(JsonNode node, StringBuilder text) {
        if (node.isContainerNode()) {
            node.forEach(child -> gather(child, text));
        } else {
            text.append(node.asText()).append('\n');
        }
    }

    private static String fold(String text) {
        return Fold.fold(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    /**
     * What is looked for.
     *
     * @param number the digits of a phone number without what may stand for the country or the trunk; null for none
     */
    private record Wanted(List<String> words, String number) {
        private static final Pattern PHONE = Pattern.compile("(?<!\\S)[+(]?\\d[\\d\\s().-]{4,20}\\d(?!\\S)");
        private static final Pattern PREFIX = Pattern.compile("^(?:0084|84(?=\\d{9})|0)");
        private static final Pattern NO_WORD = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
        /** So short a word has to be a whole one: who looks for An does not mean Anh. */
        private static final int SHORT = 2;
        private static final int MOST_WORDS = 20;

        static Wanted of(String text) {
            Matcher phone = PHONE.matcher(text);
            String number = phone.find() ? PREFIX.matcher(digits(phone.group())).replaceFirst("") : null;
            String rest = number == null ? text : phone.replaceFirst(" ");
            return new Wanted(Arrays.stream(fold(rest).split("\\s+")).map(word -> NO_WORD.matcher(word).replaceAll(""))
                    .filter(word -> !word.isEmpty()).limit(MOST_WORDS).toList(), number);
        }

        boolean isEmpty() {
            return words.isEmpty() && number == null;
        }

        boolean isIn(String folded) {
            return words.stream().allMatch(word -> hasWord(folded, word))
                    && (number == null || folded.lines().anyMatch(line -> digits(line).contains(number)));
        }

        private static boolean hasWord(String text, String word) {
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                int end = at + word.length();
                boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
                boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
                if (begins && (ends || word.length() > SHORT)) {
                    return true;
                }
            }
            return false;
        }

        private static String digits(String text) {
            return text.replaceAll("\\D", "");
        }
    }
}
