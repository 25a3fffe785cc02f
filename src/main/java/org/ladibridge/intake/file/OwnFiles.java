package org.ladibridge.intake.file;

import java.io.File;
import java.nio.file.Files;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.jboss.logging.Logger;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Lets through what was really dropped. A link would have the bridge read a file that only the bridge may read; it is neither
 * opened nor moved, and named once.
 */
@ApplicationScoped
@Named("ownFiles")
@RegisterForReflection
@Unremovable
public class OwnFiles implements GenericFileFilter<Object> {
    private static final Logger LOG = Logger.getLogger(OwnFiles.class);
    private static final int REMEMBERED = 1_000;

    private final Set<File> named = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<File, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    @Override
    public boolean accept(GenericFile<Object> file) {
        if (!(file.getFile() instanceof File dropped) || !Files.isSymbolicLink(dropped.toPath())) {
            return true;
        }
        if (named.add(dropped)) {
            LOG.warnf("«%s» stays there and is not read: it is a link; drop the file itself", dropped);
        }
        return false;
    }
}
