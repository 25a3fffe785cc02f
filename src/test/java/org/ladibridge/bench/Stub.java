package org.ladibridge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;

/**
 * A LadiFlow that accepts everything, as cheap as one can be had: on a machine that it shares with the bridge, what it takes is
 * missing there. It remembers which customers it was told about ({@code bench<number>@…}), gives each an {@code _id} of his own, and answers
 *
 * <pre>
 * GET /record   calls, different customers, nanoseconds from the first call to the last
 * GET /forget   the same, and begins anew
 * </pre>
 *
 * Argument: its port.
 */
public final class Stub {
    private static final byte[] CUSTOMER = "bench".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final String ID = "64f0c0ffee64f0c0ffee64f0";
    private static final ByteBuffer TAKEN = answer(
            "{\"data\":{\"_id\":\"" + ID + "\"},\"message\":\"Thành công\",\"code\":201}");
    /** Behind the last letter of the answer's id. */
    private static final int ID_END = new String(TAKEN.array(), StandardCharsets.ISO_8859_1).indexOf(ID) + ID.length();

    private final BitSet customers = new BitSet();
    private long calls;
    private long first;
    private long last;

    private Stub() {
    }

    public static void main(String[] arguments) throws IOException {
        new Stub().serve(Integer.parseInt(arguments[0]));
    }

    private void serve(int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select();
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isAcceptable()) {
                    SocketChannel client = server.accept();
                    client.configureBlocking(false);
                    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    client.register(selector, SelectionKey.OP_READ, new Request());
                } else {
                    read(key);
                }
            }
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel client = (SocketChannel) key.channel();
        Request request = (Request) key.attachment();
        try {
            if (!request.read(client)) {
                client.close();
                return;
            }
            for (int end = request.end(); end > 0; end = request.end()) {
                ByteBuffer answer = answerTo(request, end);
                while (answer.hasRemaining()) {
                    client.write(answer);
                }
                request.drop(end);
            }
        } catch (IOException gone) {
            client.close();
        }
    }

    private ByteBuffer answerTo(Request request, int end) {
        if (request.bytes[0] == 'G') {
            ByteBuffer answer = answer(calls + " " + customers.cardinality() + " " + (last - first));
            if (request.bytes[5] == 'f') {
                calls = 0;
                customers.clear();
            }
            return answer;
        }
        last = System.nanoTime();
        if (calls++ == 0) {
            first = last;
        }
        int number = request.number(end);
        if (number >= 0) {
            customers.set(number);
        }
        return taken(number);
    }

    /** Whoever has no number is everybody's customer. */
    private static ByteBuffer taken(int number) {
        byte[] answer = TAKEN.array().clone();
        for (int i = ID_END - 1, rest = number; rest > 0; i--, rest /= 10) {
            answer[i] = (byte) ('0' + rest % 10);
        }
        return ByteBuffer.wrap(answer);
    }

    private static ByteBuffer answer(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer
                .wrap(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                        + body).getBytes(StandardCharsets.UTF_8));
    }

    /** What has arrived on one connection. */
    private static final class Request {
        byte[] bytes = new byte[4096];
        int filled;

        /** @return false at the end of the connection */
        boolean read(SocketChannel client) throws IOException {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * filled);
            }
            int more = client.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled));
            filled += Math.max(0, more);
            return more >= 0;
        }

        /** @return where the first request ends; 0 when it has not arrived yet */
        int end() {
            int head = find(new byte[]{'\r', '\n', '\r', '\n'}, 0, filled);
            if (head < 0) {
                return 0;
            }
            int body = head + 4;
            int length = header(LENGTH, head);
            if (length >= 0) {
                int from = length;
                int bodyLength = 0;
                while (bytes[from] != '\r') {
                    if (bytes[from] != ' ') {
                        bodyLength = 10 * bodyLength + bytes[from] - '0';
                    }
                    from++;
                }
                return body + bodyLength <= filled ? body + bodyLength : 0;
            }
            if (header(CHUNKED, head) < 0) {
                return body;
            }
            int lastChunk = find(new byte[]{'0', '\r', '\n', '\r', '\n'}, body, filled);
            return lastChunk < 0 ? 0 : lastChunk + 5;
        }

        /** @return where the header's value begins; -1 when there is none */
        private int header(byte[] name, int head) {
            for (int line = find(new byte[]{'\n'}, 0, head); line >= 0; line = find(new byte[]{'\n'}, line + 1, head)) {
                int i = 0;
                while (i < name.length && line + 1 + i < head && lower(bytes[line + 1 + i]) == name[i]) {
                    i++;
                }
                if (i == name.length) {
                    return line + 1 + i;
                }
            }
            return -1;
        }

        /** @return the number of the customer that the request is about; -1 when there is none */
        int number(int end) {
            int at = find(CUSTOMER, find(new byte[]{'\r', '\n', '\r', '\n'}, 0, end), end);
            if (at < 0) {
                return -1;
            }
            int number = 0;
            for (int i = at + CUSTOMER.length; i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
                number = 10 * number + bytes[i] - '0';
            }
            return number;
        }

        private int find(byte[] wanted, int from, int to) {
            for (int at = from; at <= to - wanted.length; at++) {
                int i = 0;
                while (i < wanted.length && bytes[at + i] == wanted[i]) {
                    i++;
                }
                if (i == wanted.length) {
                    return at;
                }
            }
            return -1;
        }

        private static int lower(byte letter) {
            return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
        }

        void drop(int end) {
            System.arraycopy(bytes, end, bytes, 0, filled - end);
            filled -= end;
        }
    }
}
