package org.ladibridge.intake.sftp;

import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.remote.RemoteFilePollingConsumerPollStrategy;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.ladibridge.intake.file.FileDrop;
import org.ladibridge.journal.Journal;

/** Asks before every poll whether there is a point in it, so that nothing is fetched only to be thrown away. */
final class SftpPolls extends RemoteFilePollingConsumerPollStrategy {
    private final SftpConfiguration server;
    private final Journal journal;
    private final SftpTrouble trouble;
    private final FileDrop drop;

    SftpPolls(SftpConfiguration server, Journal journal, SftpTrouble trouble, FileDrop drop) {
        this.drop = drop;
        this.server = server;
        this.journal = journal;
        this.trouble = trouble;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        String problem = problem();
        if (problem != null) {
            trouble.unreachable(problem);
        }
        return problem == null;
    }

    private String problem() {
        if (server.getUsername() == null) {
            return "set the parameter user";
        }
        if (server.getPrivateKeyFile() != null && !Files.isReadable(Path.of(server.getPrivateKeyFile()))) {
            return "the private key «" + server.getPrivateKeyFile() + "» is not a file that can be read";
        }
        if (server.getKnownHostsFile() == null || !Files.isReadable(Path.of(server.getKnownHostsFile()))) {
            return "the file of known host keys" + (server.getKnownHostsFile() == null
                    ? ", the parameter knownHosts, is not set"
                    : " «" + server.getKnownHostsFile() + "» cannot be read") + "; " + SftpTrouble.howToKnow(server);
        }
        return journal.trouble().map(cause -> "files stay on the server while the store cannot be written: " + cause)
                .orElse(null);
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        trouble.reachable();
        drop.lookedThrough();
        super.commit(consumer, endpoint, polledMessages);
    }
}
