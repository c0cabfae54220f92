package org.lastmile.ical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The reader leaves the host as it found it: no network, no log, no changed properties or zones, no hard dependency. */
class GoodGuestTest {
    @Test
    void nothingIsFetchedAndNothingOfTheHostIsChanged() throws IOException {
        var requests = new AtomicInteger();
        var hosts = new CopyOnWriteArrayList<URI>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
        });
        server.start();
        var proxies = ProxySelector.getDefault();
        var zones = ZoneId.getAvailableZoneIds();
        var properties = (Properties) System.getProperties().clone();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI uri) {
                hosts.add(uri);
                return proxies.select(uri);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/zone.ics";
            var zone =
                    "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nTZURL:" + url + "\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
                            + "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n";
            var text = CalendarFiles.event("DTSTART;TZID=Europe/Berlin:20260704T190000\nRRULE:FREQ=WEEKLY\nATTACH:"
                            + url + "\nEXDATE;TZID=US/Pacific:20260704T100000\nURL:" + url)
                    .replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT");
            var read = CalendarFiles.readText(InvitationReader.create(), text);
            // 19:00 in Berlin is 10:00 in California, so the first Saturday is taken out.
            assertThat(read.one().start().localDateTime()).isEqualTo("2026-07-11T19:00");
        } finally {
            ProxySelector.setDefault(proxies);
            server.stop(0);
        }
        assertThat(requests).hasValue(0);
        assertThat(hosts).isEmpty();
        assertThat(ZoneId.getAvailableZoneIds()).isEqualTo(zones);
        assertThat(System.getProperties()).isEqualTo(properties);
    }

    @Test
    void nothingIsPrintedOrLogged() {
        var printed = new ByteArrayOutputStream();
        var out = System.out;
        var err = System.err;
        var capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
        try {
            CalendarFiles.read(InvitationReader.create(), "series.ics");
            CalendarFiles.read(InvitationReader.create(), "unknown-properties.ics");
            CalendarFiles.read(InvitationReader.create().skippingUnusable(), "unknown-zone.ics");
            CalendarFiles.read(InvitationReader.create().skippingUnusable(), "bad-rule.ics");
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void withoutIcal4jTheConstructionFailsAndSaysWhatToAdd() throws Exception {
        var here = InvitationReader.class.getProtectionDomain().getCodeSource().getLocation();
        try (var alone = new WithoutIcal4j(new URL[] {here})) {
            var create = alone.loadClass(InvitationReader.class.getName()).getMethod("create");
            assertThatThrownBy(() -> create.invoke(null))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("reading invitations needs ical4j, which is not on the class path; "
                            + "add org.mnode.ical4j:ical4j");
        }
    }

    /** A class path with the library alone. */
    private static final class WithoutIcal4j extends URLClassLoader {
        WithoutIcal4j(URL[] library) {
            super(library, ClassLoader.getPlatformClassLoader());
        }
    }
}
