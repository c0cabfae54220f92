package org.lastmile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.crash.ChildJvm;
import org.slf4j.Logger;
import org.w3c.dom.Element;

/** A host that adds our jar, and nothing else: slf4j-api comes with it, and that is enough. */
class ConsumerTest {
    private static final String CLASS_PATH =
            Javac.homeOf(Lastmile.class) + File.pathSeparator + Javac.homeOf(Logger.class);

    @TempDir
    private Path folder;

    @Test
    void inheritsExactlySlf4j() throws Exception {
        assertThat(inherited(Path.of("pom.xml"))).containsExactly("org.slf4j:slf4j-api");
    }

    @Test
    void keepsAGoalInMemoryAndRemindsByTheLog() throws Exception {
        var said = run("""
                public class Host {
                    public static void main(String[] args) throws Exception {
                        var time = org.lastmile.testing.ManualTime.at(java.time.Instant.parse("2026-05-01T00:00:00Z"));
                        var guest = Recipient.of("guest-1", "Gil");
                        var ladder = Ladder.of(Rung.before(Period.ofDays(1)).by("log"));
                        var party = Goal.of("party", "Party")
                                .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("America/New_York"))
                                .finalStep(Step.of("rsvp", "Reply").ladder(ladder).participants(guest));
                        try (var lastmile = Lastmile.builder().time(time).start()) {
                            lastmile.schedule(party);
                            var sent = time.runUntil(lastmile, java.time.Instant.parse("2026-07-04T00:00:00Z"));
                            System.out.println("sent " + sent.sent());
                            System.out.println(lastmile.complete("party", "rsvp", "guest-1").kind());
                            System.out.println(lastmile.history("party").get(0).state());
                        }
                    }
                }
                """);
        assertThat(said).containsExactly("sent 1", "STOPPED", "SENT");
    }

    @Test
    void isToldWhatToAddForAStoreInAFile() throws Exception {
        var said = run("""
                public class Host {
                    public static void main(String[] args) {
                        try {
                            org.lastmile.store.jdbc.JdbcStore.h2(java.nio.file.Path.of("store"));
                        } catch (org.lastmile.store.StoreException e) {
                            System.out.println(e.getMessage());
                        }
                    }
                }
                """);
        assertThat(said).singleElement().asString().contains("add com.h2database:h2");
    }

    @Test
    void isToldWhatToAddForMailCalendarsAndMetersBeforeAnythingIsDue() throws Exception {
        // A host that was compiled with Micrometer, and is run without it.
        var compiled =
                CLASS_PATH + File.pathSeparator + Javac.homeOf(io.micrometer.core.instrument.MeterRegistry.class);
        var said = run(compiled, CLASS_PATH, """
                public class Host {
                    public static void main(String[] args) {
                        try {
                            org.lastmile.notify.mail.MailNotifier.smtp("localhost", 25, "party@example.org");
                        } catch (IllegalStateException e) {
                            System.out.println(e.getMessage());
                        }
                        try {
                            org.lastmile.ical.CalendarEntry.create();
                        } catch (IllegalStateException e) {
                            System.out.println(e.getMessage());
                        }
                        try {
                            org.lastmile.ical.InvitationReader.create();
                        } catch (IllegalStateException e) {
                            System.out.println(e.getMessage());
                        }
                        try {
                            org.lastmile.micrometer.Meters.in(null);
                        } catch (IllegalStateException e) {
                            System.out.println(e.getMessage());
                        }
                    }
                }
                """);
        assertThat(said)
                .containsExactly(
                        "mail needs Jakarta Mail with an implementation, which is not on the class path; add org.eclipse.angus:angus-mail",
                        "calendar entries need ical4j, which is not on the class path; add org.mnode.ical4j:ical4j",
                        "reading invitations needs ical4j, which is not on the class path; add org.mnode.ical4j:ical4j",
                        "meters need Micrometer, which is not on the class path; add io.micrometer:micrometer-core");
    }

    @Test
    void isToldWhatToAddIfJakartaMailHasNoImplementation() throws Exception {
        // The interfaces alone, as a host has them that compiles against them.
        var api = CLASS_PATH
                + File.pathSeparator
                + Javac.homeOf(jakarta.mail.Session.class)
                + File.pathSeparator
                + Javac.homeOf(jakarta.activation.DataHandler.class);
        var said = run(api, api, """
                public class Host {
                    public static void main(String[] args) {
                        try {
                            org.lastmile.notify.mail.MailNotifier.of(null, "party@example.org");
                        } catch (IllegalStateException e) {
                            System.out.println(e.getMessage());
                        }
                    }
                }
                """);
        assertThat(said).singleElement().asString().contains("add org.eclipse.angus:angus-mail");
    }

    private List<String> run(String host) throws Exception {
        return run(CLASS_PATH, CLASS_PATH, host);
    }

    /** Compiles a host against the one class path, and runs it with the other and nothing more. */
    private List<String> run(String compiled, String classPath, String host) throws Exception {
        var imports = """
                import java.time.*;
                import org.lastmile.*;
                import org.lastmile.goal.*;
                """;
        assertThat(Javac.compile("Host", imports + host, compiled, folder)).isEmpty();
        try (var child = ChildJvm.start(classPath + File.pathSeparator + folder, List.of(), "Host")) {
            int exitCode = child.awaitEnd();
            assertThat(exitCode).as("exit code, after %s", child.said()).isZero();
            // slf4j says that nobody listens to what is logged.
            return child.said().stream()
                    .filter(line -> !line.startsWith("SLF4J"))
                    .toList();
        }
    }

    /** What a project inherits that depends on this one: neither optional nor for tests only. */
    private static List<String> inherited(Path pom) throws Exception {
        var project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
        assertThat(project.getElementsByTagName("parent").getLength()).isZero();
        var dependencies = project.getElementsByTagName("dependency");
        var inherited = new ArrayList<String>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            var dependency = (Element) dependencies.item(i);
            boolean ofAPlugin =
                    "plugin".equals(dependency.getParentNode().getParentNode().getNodeName());
            boolean comesAlong = Set.of("", "compile", "runtime").contains(text(dependency, "scope"))
                    && !"true".equals(text(dependency, "optional"));
            if (!ofAPlugin && comesAlong) {
                inherited.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
            }
        }
        return inherited;
    }

    private static String text(Element parent, String name) {
        for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals(name)) {
                return child.getTextContent().trim();
            }
        }
        return "";
    }
}
