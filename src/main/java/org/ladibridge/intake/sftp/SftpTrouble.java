package org.ladibridge.intake.sftp;

import org.apache.camel.Exchange;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.util.ObjectHelper;
import org.jboss.logging.Logger;
import org.ladibridge.intake.FailureHandler;
import org.ladibridge.intake.file.FileDrop;

import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;

/**
 * Says once, in one line, why nothing comes from a server and what to do; camel-ftp would repeat a stack trace at every poll. What is
 * wrong with one file is told where that of every file is.
 */
final class SftpTrouble implements FailureHandler {
    private static final Logger LOG = Logger.getLogger(SftpTrouble.class);

    private final SftpConfiguration server;
    private final FileDrop drop;
    private volatile String connection;

    SftpTrouble(SftpConfiguration server, FileDrop drop) {
        this.server = server;
        this.drop = drop;
    }

    @Override
    public void failed(Exchange exchange, Throwable exception) {
        LOG.debug("In full", exception);
        if (exchange == null) {
            unreachable(cause(exception));
        } else {
            drop.failed(exception);
        }
    }

    void unreachable(String problem) {
        if (!problem.equals(connection)) {
            connection = problem;
            LOG.errorf("%s: no files are fetched: %s", server.remoteServerInformation(), problem);
        }
    }

    void reachable() {
        if (connection != null) {
            connection = null;
            LOG.infof("%s: files are fetched again", server.remoteServerInformation());
        }
    }

    private String cause(Throwable exception) {
        if (ObjectHelper.getException(JSchUnknownHostKeyException.class, exception) != null) {
            return "its host key is not in «" + server.getKnownHostsFile() + "»; " + howToKnow(server);
        }
        if (ObjectHelper.getException(JSchChangedHostKeyException.class, exception) != null) {
            return "its host key is not the one in «" + server.getKnownHostsFile()
                    + "»: somebody may stand in between. Ask the "
                    + "server's owner; if the key was changed on purpose, replace its line";
        }
        String text = innermost(exception);
        return text.startsWith("Auth fail") || text.startsWith("Auth cancel")
                ? "it refuses the user «" + server.getUsername() + "»; correct the user, the password or the private key"
                : text;
    }

    static String howToKnow(SftpConfiguration server) {
        return "write it with: ssh-keyscan -p " + server.getPort() + " " + server.getHost()
                + " (and compare the fingerprint with the one that the server's owner names)";
    }

    private static String innermost(Throwable exception) {
        Throwable cause = exception;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
