package org.ladibridge.intake.sftp;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.component.file.strategy.GenericFileRenameProcessStrategy;

/**
 * Moves a file on the server to {@code .done/} after its records are stored. Where that fails (the connection is gone, the user may
 * only read) the file is not read again: the next poll tries the move alone. A restart forgets this, reads once more, and finds
 * duplicates.
 */
final class MoveWhenStored extends GenericFileRenameProcessStrategy<SftpRemoteFile> {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SftpEndpoint endpoint;
    private final SettledFiles files;
    private final Clock clock;

    MoveWhenStored(SftpEndpoint endpoint, SettledFiles files, Clock clock) {
        this.endpoint = endpoint;
        this.files = files;
        this.clock = clock;
        setCommitRenamer((operations, exchange, file) -> aside(operations, file));
    }

    @Override
    public boolean begin(GenericFileOperations<SftpRemoteFile> operations, GenericFileEndpoint<SftpRemoteFile> generic,
            Exchange exchange, GenericFile<SftpRemoteFile> file) throws Exception {
        if (files.isStored(file)) {
            renameFile(operations, file, aside(operations, file));
            files.moved(file);
            return false;
        }
        return super.begin(operations, generic, exchange, file);
    }

    @Override
    public void commit(GenericFileOperations<SftpRemoteFile> operations, GenericFileEndpoint<SftpRemoteFile> generic,
            Exchange exchange, GenericFile<SftpRemoteFile> file) throws Exception {
        files.stored(file);
        try {
            reconnect((RemoteFileOperations<SftpRemoteFile>) operations, exchange);
            refuseChanged(operations, file);
        } catch (Exception e) {
            deleteLocalWorkFile(exchange);
            throw e;
        }
        super.commit(operations, generic, exchange, file);
        files.moved(file);
    }

    /** A large file takes longer to store than a server keeps an idle connection. */
    private void reconnect(RemoteFileOperations<SftpRemoteFile> operations, Exchange exchange) {
        if (!operations.sendNoop()) {
            operations.connect(endpoint.getConfiguration(), exchange);
        }
    }

    /** What was written to it since would be moved away unread. */
    private static void refuseChanged(GenericFileOperations<SftpRemoteFile> operations, GenericFile<SftpRemoteFile> file) {
        for (SftpRemoteFile now : operations.listFiles(file.getAbsoluteFilePath())) {
            if (now.getFileLength() != file.getFileLength() || now.getLastModified() != file.getLastModified()) {
                throw new GenericFileOperationFailedException("it changed while it was read; it is read again");
            }
        }
    }

    private GenericFile<SftpRemoteFile> aside(GenericFileOperations<SftpRemoteFile> operations,
            GenericFile<SftpRemoteFile> file) {
        GenericFile<SftpRemoteFile> target = operations.newGenericFile();
        file.copyFrom(file, target);
        target.changeFileName(".done/" + STAMP.format(clock.instant()) + "-" + file.getFileNameOnly());
        return target;
    }
}
