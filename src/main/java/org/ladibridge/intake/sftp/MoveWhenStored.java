package org.ladibridge.intake.sftp;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.component.file.strategy.GenericFileRenameProcessStrategy;
import org.ladibridge.intake.file.FileDrop;

/**
 * Moves a file on the server to {@code .done/} after its records are stored. Where that fails (the connection is gone, the user may
 * only read) the file is not read again: a later poll tries the move alone, also after a restart.
 */
final class MoveWhenStored extends GenericFileRenameProcessStrategy<SftpRemoteFile> {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SftpEndpoint endpoint;
    private final FileDrop drop;
    private final Clock clock;

    MoveWhenStored(SftpEndpoint endpoint, FileDrop drop, Clock clock) {
        this.endpoint = endpoint;
        this.drop = drop;
        this.clock = clock;
        setCommitRenamer((operations, exchange, file) -> aside(operations, file));
    }

    @Override
    public boolean begin(GenericFileOperations<SftpRemoteFile> operations, GenericFileEndpoint<SftpRemoteFile> generic,
            Exchange exchange, GenericFile<SftpRemoteFile> file) throws Exception {
        if (drop.beginRemote(file.getFileNameOnly(), SettledFiles.version(file))) {
            renameFile(operations, file, aside(operations, file));
            drop.left(file.getFileNameOnly());
            return false;
        }
        return super.begin(operations, generic, exchange, file);
    }

    @Override
    public void commit(GenericFileOperations<SftpRemoteFile> operations, GenericFileEndpoint<SftpRemoteFile> generic,
            Exchange exchange, GenericFile<SftpRemoteFile> file) throws Exception {
        try {
            reconnect((RemoteFileOperations<SftpRemoteFile>) operations, exchange);
            refuseChanged(operations, file);
        } catch (Exception e) {
            deleteLocalWorkFile(exchange);
            throw e;
        }
        super.commit(operations, generic, exchange, file);
        drop.left(file.getFileNameOnly());
    }

    @Override
    public void rollback(GenericFileOperations<SftpRemoteFile> operations, GenericFileEndpoint<SftpRemoteFile> generic,
            Exchange exchange, GenericFile<SftpRemoteFile> file) throws Exception {
        drop.failed(exchange.getException());
        super.rollback(operations, generic, exchange, file);
    }

    /** A large file takes longer to store than a server keeps an idle connection. */
    private void reconnect(RemoteFileOperations<SftpRemoteFile> operations, Exchange exchange) {
        if (!operations.sendNoop()) {
            operations.connect(endpoint.getConfiguration(), exchange);
        }
    }

    /** What was written to it since would be moved away unread. */
    private static void refuseChanged(GenericFileOperations<SftpRemoteFile> operations, GenericFile<SftpRemoteFile> file)
            throws IOException {
        for (SftpRemoteFile now : operations.listFiles(file.getAbsoluteFilePath())) {
            if (now.getFileLength() != file.getFileLength() || now.getLastModified() != file.getLastModified()) {
                throw FileDrop.changed(now.getFileLength(), now.getLastModified());
            }
        }
    }

    private GenericFile<SftpRemoteFile> aside(GenericFileOperations<SftpRemoteFile> operations,
            GenericFile<SftpRemoteFile> file) {
        GenericFile<SftpRemoteFile> target = operations.newGenericFile();
        file.copyFrom(file, target);
        target.changeFileName(".done/" + FileDrop.shortName(STAMP.format(clock.instant()) + "-", file.getFileNameOnly()));
        return target;
    }
}
