package org.lastmile.notify.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * Hands out sockets that are cut when the time of a whole conversation is over. The time-outs of Jakarta Mail are each for one read or
 * write, so a server that drips would hold a sender for ever. One conversation in a thread at a time. Thread-safe.
 */
final class Line extends SocketFactory {
    private final ThreadLocal<CompletableFuture<Void>> conversation = new ThreadLocal<>();

    /** From now on the sockets of this thread are cut after that time, until it is {@linkplain #ended ended}. */
    void begin(Duration limit) {
        conversation.set(new CompletableFuture<Void>().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    void ended() {
        var over = conversation.get();
        conversation.remove();
        over.complete(null);
    }

    @Override
    public Socket createSocket() {
        return cutInTime(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return cutInTime(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return cutInTime(new Socket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return cutInTime(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return cutInTime(new Socket(host, port, localHost, localPort));
    }

    private Socket cutInTime(Socket socket) {
        var over = conversation.get();
        if (over != null) {
            var unused = over.whenComplete((nothing, late) -> {
                if (late != null) {
                    cut(socket);
                }
            });
        }
        return socket;
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is cut; whoever reads from it hears of it.
        }
    }
}
