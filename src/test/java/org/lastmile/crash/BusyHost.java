package org.lastmile.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;

/**
 * A host application that says "ready", begins when it is told to, and ends when it is told to.
 *
 * <p>Arguments: the store's place and the logbook.
 */
final class BusyHost {
    private BusyHost() {}

    @SuppressWarnings("try") // The instance works in the background.
    public static void main(String[] arguments) throws IOException {
        var told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var store = Party.store(arguments[0])) {
            System.out.println("ready");
            told.readLine();
            try (var lastmile = Lastmile.builder()
                    .store(store)
                    .notifier("email", Logbook.unsynced(Path.of(arguments[1])), ChannelOptions.defaults())
                    .start()) {
                told.readLine();
            }
        }
    }
}
