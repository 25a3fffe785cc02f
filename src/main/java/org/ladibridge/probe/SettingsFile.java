package org.ladibridge.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.ladibridge.probe.Finding.Setting;

/** {@code config/application.properties}, of which nothing but the named properties is touched. */
public final class SettingsFile {
    private SettingsFile() {
    }

    /**
     * Sets properties where they stand, or at the end. The file appears when it is complete.
     *
     * @param comment one line above what is new
     */
    public static void set(Path file, List<Setting> settings, String comment) throws IOException {
        List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of());
        List<String> added = new ArrayList<>();
        for (Setting setting : settings) {
            Pattern line = Pattern.compile("\\s*" + Pattern.quote(setting.property()) + "\\s*([=: ].*)?");
            String text = setting.property() + "=" + setting.value();
            boolean there = false;
            for (int i = 0; i < lines.size(); i++) {
                if (line.matcher(lines.get(i)).matches()) {
                    lines.set(i, text);
                    there = true;
                }
            }
            if (!there) {
                added.add(text);
            }
        }
        if (!added.isEmpty()) {
            lines.add("# " + comment);
            lines.addAll(added);
        }
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.write(partial, lines, StandardCharsets.UTF_8);
        if (Files.exists(file)) {
            copyRights(file, partial);
        }
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** It may hold the key. */
    private static void copyRights(Path from, Path to) throws IOException {
        if (Files.getFileStore(from).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
    }
}
