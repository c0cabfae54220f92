package org.lastmile.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that treats a connection badly, in a way that a test says. */
public final class Troublemaker implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** What it does with a connection; it is closed afterwards. */
    @FunctionalInterface
    public interface Treatment {
        void of(Socket socket) throws Exception;
    }

    public Troublemaker(Treatment treatment) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (!server.isClosed()) {
                try {
                    var socket = server.accept();
                    open.add(socket);
                    daemon(() -> treat(socket, treatment));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void treat(Socket socket, Treatment treatment) {
        try (socket) {
            treatment.of(socket);
        } catch (Exception e) {
            // The other side has hung up, or the test is over.
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "troublemaker");
        thread.setDaemon(true);
        thread.start();
    }

    /** Says nothing, until the test is over or the other side hangs up. */
    public static void hang(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // It may talk as much as it likes.
        }
    }

    /** Sends a byte every now and then, for ever. */
    public static void drip(Socket socket, String bytes) throws Exception {
        for (int i = 0; ; i++) {
            socket.getOutputStream().write(bytes.charAt(i % bytes.length()));
            socket.getOutputStream().flush();
            Thread.sleep(20);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
