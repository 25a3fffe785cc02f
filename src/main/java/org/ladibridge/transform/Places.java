package org.ladibridge.transform;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of countries, provinces, districts and wards; both generations of Vietnamese addresses pass unchanged. */
final class Places {
    /** LadiPage's forms send {@code 217:An Giang} and {@code VN:Việt Nam}. */
    private static final Pattern WITH_ID = Pattern.compile("(?:\\d{1,8}|[A-Z]{2,3}): *(.*+)");

    private static final String VIETNAM = "Việt Nam";

    private Places() {
    }

    /** VN, Vietnam, VIET NAM and alike become one spelling. */
    static String country(String written) {
        String country = withoutId(written);
        return country.length() <= 12 && switch (Fold.fold(country).replaceAll("[ -]", "")) {
            case "vn", "vnm", "vietnam" -> true;
            default -> false;
        } ? VIETNAM : country;
    }

    static String withoutId(String place) {
        int colon = place.indexOf(':');
        if (colon < 1 || colon > 8) {
            return place;
        }
        Matcher matcher = WITH_ID.matcher(place);
        return matcher.matches() ? matcher.group(1) : place;
    }
}
