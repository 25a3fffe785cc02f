package org.ladibridge.components;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.components.CamelCatalog.Kind;
import org.ladibridge.transform.DidYouMean;

/**
 * A library that the build is to take.
 *
 * @param version null for that of the platform
 */
public record Artifact(String group, String name, String version) {
    static final String CAMEL = "org.apache.camel";
    static final String CAMEL_QUARKUS = "org.apache.camel.quarkus";
    private static final String PREFIX = "camel-";
    private static final String QUARKUS_PREFIX = "camel-quarkus-";
    private static final Pattern COORDINATES = Pattern.compile("([A-Za-z0-9_.-]+):([A-Za-z0-9_.-]+)(?::([A-Za-z0-9_.-]+))?");
    private static final Pattern SIBLING = Pattern.compile("org\\.apache\\.camel:(camel-[a-z0-9-]+):jar:");
    private static final Pattern PATCH = Pattern.compile("(\\d+\\.\\d+)\\.(\\d+)");

    /**
     * What somebody may mean, best first: the Quarkus extension, which knows what a native executable needs, else Camel's own jar,
     * both as the platform has them; and where a registry has not all of a release, the jar of an earlier patch.
     *
     * @param wanted a component ({@code kafka}), its artifact ({@code camel-kafka}), or {@code group:artifact[:version]}
     * @param camel the version of Camel in the platform
     * @throws IllegalArgumentException when Camel has no such thing
     */
    static List<Artifact> candidates(String wanted, String camel, CamelCatalog catalog) {
        Matcher coordinates = COORDINATES.matcher(wanted);
        if (coordinates.matches()) {
            return List.of(new Artifact(coordinates.group(1), coordinates.group(2), coordinates.group(3)));
        }
        String name = camelName(wanted, catalog);
        List<Artifact> candidates = new ArrayList<>(List.of(
                new Artifact(CAMEL_QUARKUS, QUARKUS_PREFIX + name.substring(PREFIX.length()), null),
                new Artifact(CAMEL, name, null)));
        Matcher patch = PATCH.matcher(camel);
        if (patch.matches()) {
            for (int earlier = Integer.parseInt(patch.group(2)) - 1; earlier >= 0; earlier--) {
                candidates.add(new Artifact(CAMEL, name, patch.group(1) + "." + earlier));
            }
        }
        return candidates;
    }

    private static String camelName(String wanted, CamelCatalog catalog) {
        String name = wanted.startsWith(QUARKUS_PREFIX) ? PREFIX + wanted.substring(QUARKUS_PREFIX.length()) : wanted;
        for (String full : List.of(name, PREFIX + name)) {
            if (catalog.artifacts().contains(full)) {
                return full;
            }
        }
        for (Kind kind : Kind.values()) {
            Optional<String> artifact = catalog.artifact(kind, wanted);
            if (artifact.isPresent()) {
                return artifact.get();
            }
        }
        throw new IllegalArgumentException("Camel has no component «" + wanted + "»"
                + DidYouMean.suggestion(name.startsWith(PREFIX) ? name : PREFIX + name, catalog.artifacts())
                + "; another library is named group:artifact, such as org.postgresql:postgresql");
    }

    /** Whether it is an extension of Quarkus, which brings what a native executable needs. */
    public boolean isExtension() {
        return group.equals(CAMEL_QUARKUS);
    }

    /** What only the build of an extension needs, and a registry has to have as well. */
    Optional<Artifact> deployment() {
        return isExtension() ? Optional.of(new Artifact(group, name + "-deployment", version)) : Optional.empty();
    }

    /**
     * What this needs in its own version, because the registry has not the platform's.
     *
     * @param missing what Maven says that is not to be had
     */
    Optional<Artifact> sibling(String missing) {
        Matcher camel = SIBLING.matcher(missing);
        return group.equals(CAMEL) && version != null && camel.find()
                ? Optional.of(new Artifact(CAMEL, camel.group(1), version))
                : Optional.empty();
    }

    /** Whether both are the same library, in whatever version; a component and its extension are. */
    boolean isAs(Artifact other) {
        return plainName().equals(other.plainName()) && (isCamel() ? other.isCamel() : group.equals(other.group));
    }

    private boolean isCamel() {
        return group.equals(CAMEL) || group.equals(CAMEL_QUARKUS);
    }

    private String plainName() {
        return isExtension() ? PREFIX + name.substring(QUARKUS_PREFIX.length()) : name;
    }

    @Override
    public String toString() {
        return group + ":" + name + (version == null ? "" : ":" + version);
    }
}
