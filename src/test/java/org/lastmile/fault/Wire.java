package org.lastmile.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy on the way to a PostgreSQL server: it passes everything on, until it is told to misbehave.
 *
 * <p>Thread-safe.
 */
final class Wire implements AutoCloseable {
    /** What the server says once a transaction is committed, in a message of its own. */
    private static final String COMMITTED = "COMMIT\0";

    private final ServerSocket door;
    private final int server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commitsToSwallow = new AtomicInteger();
    private final AtomicInteger swallowed = new AtomicInteger();
    private volatile long delayNanos;
    private volatile boolean down;

    private Wire(int server) throws IOException {
        this.server = server;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::listen, "wire-" + door.getLocalPort());
    }

    /** To the server at that port of this machine. */
    static Wire to(int port) {
        try {
            return new Wire(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on each piece comes so much later, either way; 0 to end that. */
    void delay(int millis) {
        delayNanos = millis * 1_000_000L;
    }

    /** Resets all connections, and new ones until it is {@linkplain #heal() healed}. */
    void cut() {
        down = true;
        links.forEach(Link::reset);
    }

    /** Passes nothing on by the connections there are, and tells neither side; new ones work. */
    void goSilent() {
        links.forEach(link -> link.silent = true);
    }

    /** So many times a connection is reset in place of the message that a transaction is committed. */
    void swallowCommits(int times) {
        commitsToSwallow.set(times);
    }

    /** How often that has come about. */
    int swallowed() {
        return swallowed.get();
    }

    /** Passes everything on again, by new connections. */
    void heal() {
        down = false;
        delayNanos = 0;
        commitsToSwallow.set(0);
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                if (down) {
                    reset(client);
                } else {
                    link(client);
                }
            } catch (IOException e) {
                // The door was closed, or a client has gone before it came in.
                down |= door.isClosed();
            }
        }
    }

    private void link(Socket client) throws IOException {
        var upstream = new Socket();
        try {
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server), 2_000);
        } catch (IOException e) {
            reset(client);
            return;
        }
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        var link = new Link(client, upstream);
        links.add(link);
        start(() -> link.pass(client, upstream, false), "wire-up");
        start(() -> link.pass(upstream, client, true), "wire-down");
    }

    private static void start(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Closed so that the other side hears of it as an error. */
    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is gone already, which was to be brought about.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        links.forEach(Link::reset);
    }

    /** One connection, both ways. */
    private final class Link {
        private final Socket client;
        private final Socket upstream;
        private final AtomicBoolean gone = new AtomicBoolean();
        private volatile boolean silent;

        Link(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void pass(Socket from, Socket to, boolean answers) {
            var buffer = new byte[16 * 1_024];
            boolean more = true;
            while (more) {
                more = passPiece(from, to, buffer, answers);
            }
            // One side has gone, as it may; the other one is told, unless nothing comes through.
            if (!silent) {
                reset();
            }
        }

        private boolean passPiece(Socket from, Socket to, byte[] buffer, boolean answers) {
            try {
                int length = from.getInputStream().read(buffer);
                if (length < 0 || silent) {
                    return length >= 0;
                }
                if (delayNanos > 0) {
                    LockSupport.parkNanos(delayNanos);
                }
                if (answers && isCommit(buffer, length) && commitsToSwallow.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    swallowed.incrementAndGet();
                    return false;
                }
                to.getOutputStream().write(buffer, 0, length);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private boolean isCommit(byte[] buffer, int length) {
            return commitsToSwallow.get() > 0
                    && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(COMMITTED);
        }

        void reset() {
            if (gone.compareAndSet(false, true)) {
                links.remove(this);
                Wire.reset(client);
                Wire.reset(upstream);
            }
        }
    }
}
