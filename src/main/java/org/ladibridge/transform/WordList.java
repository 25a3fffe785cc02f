package org.ladibridge.transform;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A short list of words that people write with accents, or all without; compared as the text at hand is written. */
final class WordList {
    private final Set<String> written = new HashSet<>();
    private final Set<String> folded = new HashSet<>();

    WordList(List<String> names) {
        names.forEach(name -> {
            written.add(name.toLowerCase(Locale.ROOT));
            folded.add(Fold.fold(name));
        });
    }

    /** @param accents whether the text that the word comes from has accents anywhere: then {@code Ho} is not {@code Hồ} */
    boolean contains(String word, boolean accents) {
        return (accents ? written : folded).contains(word.toLowerCase(Locale.ROOT));
    }
}
