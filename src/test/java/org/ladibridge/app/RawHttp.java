package org.ladibridge.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A connection on which a test says byte for byte what is sent and when. */
public final class RawHttp implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;

    public RawHttp(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** @param from an address of this machine, for a client of its own */
    RawHttp(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) SILENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Each text leaves by itself. */
    public RawHttp send(String... texts) throws IOException {
        for (String text : texts) {
            send(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    public RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Head and body of one answer, an interim one included. */
    public String answer() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return head.toString(StandardCharsets.UTF_8);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.UTF_8);
        int length = text.toLowerCase(Locale.ROOT).lines().filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Whether the other side ends the connection before it has been silent for ten seconds. */
    public boolean isEnded() throws IOException {
        return isEnded(SILENCE);
    }

    public boolean isEnded(Duration silence) throws IOException {
        socket.setSoTimeout((int) silence.toMillis());
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Ends the connection as a crashed machine's does: what was not read is thrown away on both sides. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
