package org.ladibridge.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.ladibridge.Ports;

/** A real SFTP server (Apache MINA) with one user, whose folder {@code outbox} holds the files. */
final class SftpStandIn implements AutoCloseable, SftpEventListener {
    static final String USER = "partner";
    /** With everything that an address would take for something else. */
    static final String PASSWORD = "p+a&s%s#w=d)?{1}";

    final int port = Ports.free();
    final AtomicInteger logins = new AtomicInteger();
    private final Path root;
    private java.security.KeyPair hostKey = newKey();
    private java.security.PublicKey userKey;
    private SshServer server;
    private volatile long cutAfter = Long.MAX_VALUE;
    private volatile boolean readOnly;

    SftpStandIn(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("outbox"));
        start();
    }

    static java.security.KeyPair newKey() {
        try {
            return KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void start() throws IOException {
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(this);
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setSubsystemFactories(List.of(sftp));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.setPasswordAuthenticator((user, password, session) -> {
            logins.incrementAndGet();
            return user.equals(USER) && password.equals(PASSWORD);
        });
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals(USER) && userKey != null && KeyUtils.compareKeys(key, userKey));
        server.start();
    }

    void stop() throws IOException {
        server.stop(true);
    }

    void changeHostKey() throws IOException {
        stop();
        hostKey = newKey();
        start();
    }

    void accept(java.security.PublicKey key) {
        userKey = key;
    }

    /** The connection breaks when so many bytes of a file were read, once. */
    void cutAfter(long bytes) {
        cutAfter = bytes;
    }

    void readOnly(boolean nothingMayBeMoved) {
        readOnly = nothingMayBeMoved;
    }

    String url() {
        return "127.0.0.1:" + port + "/outbox";
    }

    /** As ssh-keyscan prints it. */
    String knownHost() {
        return "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
    }

    Path outbox() {
        return root.resolve("outbox");
    }

    void put(String name, String content) throws IOException {
        Path partial = Files.writeString(root.resolve("upload"), content, StandardCharsets.UTF_8);
        Files.move(partial, outbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Names in a folder below the outbox, without the stamp of those put aside. */
    List<String> names(String folder) throws IOException {
        Path listed = outbox().resolve(folder);
        if (!Files.exists(listed)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(listed)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replaceFirst("^\\d{8}-\\d{6}-\\d{3}-", ""))
                    .sorted().toList();
        }
    }

    @Override
    public void reading(ServerSession session, String remoteHandle, FileHandle localHandle, long offset, byte[] data,
            int dataOffset, int dataLen) throws IOException {
        if (offset > cutAfter) {
            cutAfter = Long.MAX_VALUE;
            session.close(true);
            throw new IOException("cut");
        }
    }

    @Override
    public void moving(ServerSession session, Path srcPath, Path dstPath, Collection<CopyOption> opts) throws IOException {
        if (readOnly) {
            throw new java.nio.file.AccessDeniedException(srcPath.toString());
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
