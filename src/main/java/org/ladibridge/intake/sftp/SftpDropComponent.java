package org.ladibridge.intake.sftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.TimeUtils;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.SecretSetting;
import org.ladibridge.intake.file.FileDrop;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.Journal;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * {@code sftp:host[:port]/folder}, the folder as seen after login, with what camel-ftp leaves open decided: host keys are checked,
 * a file is fetched into the data folder when it has stopped growing, and is moved to {@code .done/} on the server after everything in
 * it is stored. Reached through {@code kamelet:file-source}.
 */
@Component("sftp")
@ApplicationScoped
@Named("sftp")
@RegisterForReflection
@Unremovable
public class SftpDropComponent extends SftpComponent {
    private static final String PROPERTY = "#property:";
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(20).toMillis();
    private static final int SILENCE_MILLIS = (int) Duration.ofSeconds(60).toMillis();
    private static final int FILES_PER_POLL = 100;

    private final BridgeConfig config;
    private final Journal journal;
    private final Clock clock;

    SftpDropComponent(BridgeConfig config, Journal journal, Clock clock) {
        this.config = config;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    protected GenericFileEndpoint<SftpRemoteFile> buildFileEndpoint(String uri, String remaining,
            Map<String, Object> parameters)
            throws Exception {
        // A password or a key: whichever is not set is not there.
        List<String> wanted = Stream.of("password", "privateKeyFile").filter(parameters::containsKey)
                .map(parameter -> parameters.get(parameter).toString().replaceFirst("^" + PROPERTY, "")).toList();
        parameters.values().removeIf(SftpDropComponent::isUnset);
        if (!parameters.containsKey("password") && !parameters.containsKey("privateKeyFile")) {
            throw wanted.isEmpty()
                    ? new IllegalArgumentException("an SFTP server needs the parameter password or privateKey")
                    : new MissingSettingException(
                            String.join(" or ", wanted.stream().map(MissingSettingException::variable).toList()), "");
        }
        Optional<String> password = take(parameters, "password");
        Optional<String> passphrase = take(parameters, "privateKeyPassphrase");
        parameters.computeIfPresent("delay", (key, duration) -> TimeUtils.toMilliSeconds(duration.toString()));
        SftpEndpoint endpoint = (SftpEndpoint) super.buildFileEndpoint(uri, remaining, parameters);
        SftpConfiguration server = endpoint.getConfiguration();
        if (server.getPassword() != null) {
            throw new IllegalArgumentException(
                    "a password does not belong into the address, which is shown; set it as the parameter password");
        }
        password.ifPresent(server::setPassword);
        passphrase.ifPresent(server::setPrivateKeyPassphrase);
        server.setStrictHostKeyChecking("yes");
        server.setUseUserKnownHostsFile(false);
        server.setPreferredAuthentications("publickey,password,keyboard-interactive");
        server.setConnectTimeout(CONNECT_MILLIS);
        server.setSoTimeout(SILENCE_MILLIS);
        server.setServerAliveInterval(SILENCE_MILLIS / 2);
        server.setThrowExceptionOnConnectFailed(true);
        server.setJschLoggingLevel(LoggingLevel.OFF);
        server.setStepwise(false);
        endpoint.setMaximumReconnectAttempts(0);
        // A misspelt folder is an error, not a new folder on somebody else's server.
        endpoint.setAutoCreate(false);
        return endpoint;
    }

    private static boolean isUnset(Object value) {
        return isSetting(value) && setting(value).isEmpty();
    }

    private static boolean isSetting(Object value) {
        return value instanceof String text && text.startsWith(PROPERTY);
    }

    private static Optional<String> setting(Object value) {
        return SecretSetting.find(value.toString().substring(PROPERTY.length()));
    }

    /** Camel would look it up, too, and then for placeholders in it. */
    private static Optional<String> take(Map<String, Object> parameters, String name) {
        return isSetting(parameters.get(name)) ? setting(parameters.remove(name)) : Optional.empty();
    }

    @Override
    protected void afterPropertiesSet(GenericFileEndpoint<SftpRemoteFile> generic) throws Exception {
        super.afterPropertiesSet(generic);
        SftpEndpoint endpoint = (SftpEndpoint) generic;
        if (!((Object) endpoint.getFilter() instanceof FileDrop drop)) {
            throw new IllegalArgumentException("sftp: is used through kamelet:file-source, with its parameter folder");
        }
        SftpTrouble trouble = new SftpTrouble(endpoint.getConfiguration(), drop);
        // Camel's lock compares the server's clock with ours.
        endpoint.setReadLock("none");
        endpoint.setFilter(new SettledFiles(drop));
        endpoint.setMaxMessagesPerPoll(FILES_PER_POLL);
        endpoint.setLocalWorkDirectory(workFolder(endpoint).toString());
        endpoint.setProcessStrategy(new MoveWhenStored(endpoint, drop, clock));
        endpoint.setPollStrategy(new SftpPolls(endpoint.getConfiguration(), journal, trouble, drop));
        endpoint.setExceptionHandler(trouble);
        endpoint.setOnCompletionExceptionHandler(trouble);
    }

    /** One of its own for each place; empty, because what a crash left there is fetched again. */
    private Path workFolder(SftpEndpoint endpoint) throws IOException {
        String place = endpoint.remoteServerInformation() + "/" + endpoint.getConfiguration().getDirectory();
        Path folder = config.data().resolve("work")
                .resolve(Digests.sha256Hex(place.getBytes(StandardCharsets.UTF_8)).substring(0, 16))
                .toAbsolutePath();
        FileUtil.removeDir(folder.toFile());
        return Files.createDirectories(folder);
    }
}
