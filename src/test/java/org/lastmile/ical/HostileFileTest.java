package org.lastmile.ical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that means harm is refused in time, without exhausting the stack or the memory. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFileTest {
    private static final String HEAD = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:e@example.com\nDTSTART:20260704T160000Z\n";
    private static final String TAIL = "END:VEVENT\nEND:VCALENDAR\n";
    private static final AtomicInteger READ = new AtomicInteger();
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private final InvitationReader reader = InvitationReader.create();

    @AfterAll
    static void sum() {
        System.out.printf(
                "damaged iCalendar files: inputs tried: %d from seeds 1 to 4, refused: %d, accepted: %d%n",
                READ.get() + REFUSED.get(), REFUSED.get(), READ.get());
    }

    @Test
    void aFileThatDoesNotEndIsReadUpToTheLimit() {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                given++;
                return 'A';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, (byte) 'A');
                given += length;
                return length;
            }
        };
        assertThatThrownBy(() -> reader.read(endless, "endless.ics"))
                .isInstanceOf(InvitationException.class)
                .hasMessage(
                        "endless.ics: the file is larger than 10485760 bytes; split it, or remove inline attachments");
        assertThat(endless.given).isLessThan(12 * 1024 * 1024);
    }

    @Test
    void aLargeInlineAttachmentIsPassedOver() {
        var text = HEAD + "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUFB".repeat(1_500_000) + "\n" + TAIL;
        assertThat(CalendarFiles.readText(reader, text).one().uid()).isEqualTo("e@example.com");
    }

    @Test
    void componentsAreNotNestedWithoutEnd() {
        refused("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n".repeat(200_000), "components are nested more than 8 deep");
    }

    @Test
    void attendeesAreLimited() {
        var guests = new StringBuilder(HEAD);
        for (int i = 0; i < 10_000; i++) {
            guests.append("ATTENDEE:mailto:guest").append(i).append("@example.com\n");
        }
        assertThat(CalendarFiles.readText(reader, guests + TAIL).one().attendees())
                .hasSize(10_000);
        refused(guests + "ATTENDEE:mailto:one-more@example.com\n" + TAIL, "the event has over 10000 attendees");
    }

    @Test
    void componentsAreLimited() {
        refused("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n".repeat(50_001), "over 50000 components; split it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ;A=b         | ATTENDEE has over 100 parameters
        ;A="b","c"   | ATTENDEE is longer than 10000 characters
        ;            | cannot be read (RFC 5545 section 3.1)
        """)
    void parametersAreLimited(String parameter, String reason) {
        refused(HEAD + "ATTENDEE" + parameter.repeat(500_000) + ":mailto:ana@example.com\n" + TAIL, reason);
    }

    @Test
    void listsOfQuotedValuesAreLimited() {
        refused(
                HEAD + "ATTENDEE" + ";A=\"b\",\"c\"".repeat(20) + ":mailto:ana@example.com\n" + TAIL,
                "ATTENDEE has over 8 parameters with several values");
        var longList = HEAD + "ATTENDEE;A=" + "\"b\",".repeat(2_000) + "\"b\":mailto:ana@example.com\n" + TAIL;
        assertThat(CalendarFiles.readText(reader, longList).one().attendees()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=DAILY;COUNT=2147483647",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
                "FREQ=YEARLY;BYYEARDAY=1,2,3;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12;BYMINUTE=0,30;BYSECOND=0,59",
                "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4,6,9,11;UNTIL=89990101T000000Z"
            })
    void rulesEndInTime(String rule) {
        var text = CalendarFiles.event("DTSTART:19000101T000000Z\nRRULE:" + rule);
        var late = reader.withNextAfter(Instant.parse("8900-01-01T00:00:00Z")).skippingUnusable();
        assertThat(CalendarFiles.readText(late, text).skipped()).hasSize(1);
    }

    @Test
    void manyExpensiveRulesAreRefusedTogether() {
        var text = new StringBuilder("BEGIN:VCALENDAR\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("BEGIN:VEVENT\nUID:")
                    .append(i)
                    .append("\nDTSTART:19000101T000000Z\n")
                    .append("RRULE:FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4;COUNT=9\nEND:VEVENT\n");
        }
        var late = reader.withNextAfter(Instant.parse("8900-01-01T00:00:00Z")).skippingUnusable();
        var read = CalendarFiles.readText(late, text + "END:VCALENDAR\n");
        assertThat(read.all()).isEmpty();
        assertThat(read.skipped().get(19_999).why()).contains("RRULE takes too many steps");
    }

    @Test
    void manyChangedAndCancelledOccurrencesOfOneUidTakeNoSquareOfTime() {
        var text = new StringBuilder("BEGIN:VCALENDAR\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("BEGIN:VEVENT\nUID:one\nDTSTART:20260704T160000Z\nRECURRENCE-ID:")
                    .append(String.format(
                            "2026%02d%02dT%02d%02d00Z", 1 + i % 12, 1 + i / 12 % 28, i / 336 % 24, i % 60))
                    .append("\nEND:VEVENT\n");
        }
        var off = text.toString().replace("BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nMETHOD:CANCEL");
        var read = CalendarFiles.readText(reader, text + "END:VCALENDAR\n" + off + "END:VCALENDAR\n");
        assertThat(read.all()).isNotEmpty().allMatch(Invitation::cancelled);
    }

    @Test
    void blanksAndLineBreaksAloneAreNoCalendar() {
        refused("\n".repeat(5_000_000), "is not an iCalendar file");
        refused(" \n".repeat(2_000_000), "is not an iCalendar file");
        refused("BEGIN:VCALENDAR\n" + "\n ".repeat(2_000_000), "");
    }

    /** Whatever is changed in a good file, it is read, or refused with a sentence that begins with the file's name. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aDamagedFileIsReadOrRefused(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        int read = 0;
        int refused = 0;
        for (var name : new String[] {"guests.ics", "series.ics", "zones.ics", "cancelled.ics", "folded.ics"}) {
            byte[] good;
            try (var in = HostileFileTest.class.getResourceAsStream(name)) {
                good = Objects.requireNonNull(in, name).readAllBytes();
            }
            for (int round = 0; round < 150; round++) {
                var bad = good.clone();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    bad[random.nextInt(bad.length)] = (byte) "\r\n\t\0:;,=\"\\^TZ0 9ä".charAt(random.nextInt(17));
                }
                int cut = random.nextInt(8) == 0 ? random.nextInt(bad.length) : bad.length;
                var in = new SequenceInputStream(new ByteArrayInputStream(bad, 0, cut), InputStream.nullInputStream());
                try {
                    assertThat(reader.read(in, "bad.ics").source()).isEqualTo("bad.ics");
                    read++;
                } catch (InvitationException e) {
                    refused++;
                    assertThat(e).as("seed %d, %s, round %d", seed, name, round).hasMessageStartingWith("bad.ics: ");
                    assertThat(e.getMessage()).doesNotContainPattern("(?i)mailto:\\S*@");
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError("seed %d, %s, round %d".formatted(seed, name, round), e);
                }
            }
        }
        READ.addAndGet(read);
        REFUSED.addAndGet(refused);
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private void refused(String text, String reason) {
        assertThatThrownBy(() -> CalendarFiles.readText(reader, text))
                .isInstanceOf(InvitationException.class)
                .hasMessageContaining(reason);
    }
}
