package org.lastmile.ical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;

/** What a calendar file says, as invitations. */
class InvitationReaderTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private final InvitationReader reader = InvitationReader.create();

    @Test
    void severalCalendarsInOneFileAreReadAndAnswersAndToDosAreSkipped() {
        var read = CalendarFiles.read(reader, "several-calendars.ics");

        assertThat(read.all())
                .extracting(Invitation::goalId, Invitation::title, Invitation::method)
                .containsExactly(
                        tuple("picnic@example.com", "Picnic", "REQUEST"),
                        tuple("concert@example.com", "Concert", null));
        assertThat(read.skipped())
                .extracting(Skipped::toString)
                .containsExactly(
                        "event in line 19: is an answer (METHOD:REPLY), not an invitation; pass it on with complete or decline",
                        "VTODO in line 28: is no event (VEVENT)");
    }

    @Test
    void aTimeInUtcIsAnInstantReadInTheZoneOfTheReader() {
        var start =
                CalendarFiles.read(reader, "several-calendars.ics").all().get(0).start();
        assertThat(start).isEqualTo(Deadline.of(Instant.parse("2026-07-04T16:00:00Z"), ZoneOffset.UTC));

        var inTokyo = CalendarFiles.read(reader.withZone(TOKYO), "several-calendars.ics");
        assertThat(inTokyo.all().get(0).start()).isEqualTo(Deadline.of(Instant.parse("2026-07-04T16:00:00Z"), TOKYO));
    }

    @Test
    void twoEventsWithOneUidAreTwoInvitationsWithIdsOfTheirOwn() {
        assertThat(CalendarFiles.read(reader, "two-events-one-uid.ics").all())
                .extracting(Invitation::goalId, Invitation::title, Invitation::recurrenceId)
                .containsExactly(
                        tuple("copied@example.com#2026-07-03T06:30:00Z", "Fetch the van", null),
                        tuple("copied@example.com#2026-07-06T16:30:00Z", "Return the van", null));
    }

    @Test
    void ofSeveralVersionsTheNewestCounts() {
        var read = CalendarFiles.read(reader, "versions.ics");

        assertThat(read.one().title()).isEqualTo("Dinner at nine");
        assertThat(read.one().sequence()).isEqualTo(2);
        assertThat(read.skipped())
                .extracting(Skipped::toString)
                .containsExactly(
                        "event \"Dinner at eight\": is an older version (SEQUENCE 2) of \"Dinner at nine\"",
                        "event \"Dinner at seven\": is an older version (SEQUENCE 1) of \"Dinner at nine\"");
    }

    @Test
    void guestsAreReadWithoutRoomsResourcesAndThoseWhoAreOnlyInformed() {
        var meeting = CalendarFiles.read(reader, "guests.ics").one();

        assertThat(meeting.title()).isEqualTo("Board meeting, third quarter");
        assertThat(meeting.attendees().stream().map(InvitationReaderTest::shown))
                .containsExactly(
                        "Ana <Ana.Lang@Example.com> ACCEPTED CHAIR INDIVIDUAL",
                        "Beck, Bo; Dr. <bo@example.com> DECLINED REQUIRED INDIVIDUAL",
                        "CARL <CARL@example.com> ACCEPTED REQUIRED INDIVIDUAL",
                        "dora <dora@example.com> NEEDS_ACTION REQUIRED INDIVIDUAL",
                        "Auditors <auditors@example.com> NEEDS_ACTION REQUIRED GROUP",
                        "eve <eve@example.com> DELEGATED REQUIRED INDIVIDUAL",
                        "Fritz <null> NEEDS_ACTION REQUIRED INDIVIDUAL",
                        "Gina <null> NEEDS_ACTION REQUIRED INDIVIDUAL",
                        "Hugo <null> NEEDS_ACTION REQUIRED INDIVIDUAL",
                        "Ida <ida@example.com> NEEDS_ACTION REQUIRED INDIVIDUAL",
                        "jo+party <jo+party@example.com> NEEDS_ACTION REQUIRED INDIVIDUAL");
        assertThat(meeting.skipped())
                .extracting(Skipped::toString)
                .containsExactly(
                        "attendee \"Garden room\": is a room (CUTYPE), which needs no reminder",
                        "attendee \"projector\": is a resource (CUTYPE), which needs no reminder",
                        "attendee \"Press\": is informed only (ROLE=NON-PARTICIPANT)",
                        "attendee \"CARL\": is named more than once; the last line counts");
    }

    @Test
    void aGuestHasAZoneChannelsAndAStableIdThatIsNoAddress() {
        var meeting = CalendarFiles.read(reader, "guests.ics").one();
        var ana = meeting.attendees().get(0);
        var eve = meeting.attendees().get(5);

        assertThat(ana.recipient().zone()).isEqualTo(BERLIN);
        assertThat(ana.id())
                .isEqualTo(Attendee.idOf("ana.lang@example.com"))
                .isEqualTo(Attendee.idOf(" MAILTO:Ana.Lang@Example.com"))
                .matches("attendee-[0-9a-f]{16}");
        assertThat(eve.recipient().zone()).isNull();
        assertThat(eve.delegateId()).isEqualTo(Attendee.idOf("carl@example.com"));
        assertThat(meeting.attendees().get(6).recipient().address(Channel.SMS)).isEqualTo("+49-30-1234");
        assertThat(meeting.attendees().stream().map(Attendee::id)).doesNotHaveDuplicates();
        assertThat(meeting.organizer())
                .isEqualTo(Recipient.of(Attendee.idOf("olga@example.com"), "Olga")
                        .withZone(ZoneId.of("Europe/Riga"))
                        .withAddress("email", "Olga@Example.com"));
        assertThat(meeting.toString() + meeting.attendees() + meeting.organizer())
                .doesNotContain("xample.com>", "ana.lang");
    }

    @Test
    void attendeesAndTheInvitationFitIntoAGoal() {
        var meeting = CalendarFiles.read(reader, "guests.ics").one();
        var goal = Goal.of(meeting.goalId(), meeting.title()).due(meeting.start());
        assertThat(goal.id()).isEqualTo("guests@example.com");

        var longUid = "0123456789abcdef".repeat(20);
        var read = CalendarFiles.readText(
                reader, CalendarFiles.event("DTSTART:20260704T160000Z").replace("e@example.com", longUid));
        assertThat(Goal.of(read.one().goalId(), "x").id())
                .startsWith("0123456789abcdef")
                .hasSize(77);
        assertThat(read.one().uid()).isEqualTo(longUid);
    }

    @Test
    void aWholeDayIsADateInTheZoneOfTheReaderOrOfTheCalendar() {
        assertThat(CalendarFiles.read(reader.withZone(BERLIN), "all-day.ics")
                        .one()
                        .start())
                .isEqualTo(Deadline.of(LocalDate.parse("2026-07-04"), BERLIN));
        assertThat(CalendarFiles.read(reader.withZone(TOKYO), "all-day-series.ics")
                        .one()
                        .start())
                .isEqualTo(Deadline.of(LocalDate.parse("2026-01-31"), BERLIN));
        assertThatThrownBy(() -> CalendarFiles.read(reader, "all-day.ics"))
                .isInstanceOf(InvitationException.class)
                .hasMessage(
                        "all-day.ics: event \"Village fair\" (line 8): DTSTART is \"20260704\" without a time zone; "
                                + "say in which zone it is meant, with InvitationReader.withZone(…)");
    }

    @Test
    void aFloatingTimeIsInTheZoneOfTheReaderOrOfTheCalendar() {
        assertThat(CalendarFiles.read(reader.withZone(BERLIN), "floating.ics")
                        .one()
                        .start())
                .isEqualTo(Deadline.of(LocalDateTime.parse("2026-07-04T08:00"), BERLIN));
        assertThat(CalendarFiles.read(reader.withZone(BERLIN), "calendar-zone.ics")
                        .all())
                .extracting(Invitation::start)
                .containsExactly(
                        Deadline.of(LocalDateTime.parse("2026-07-04T08:00"), TOKYO),
                        Deadline.of(Instant.parse("2026-07-04T08:00:00Z"), TOKYO));
        assertThatThrownBy(() -> CalendarFiles.read(reader, "floating.ics"))
                .isInstanceOf(InvitationException.class)
                .hasMessageContaining("DTSTART is \"20260704T080000\" without a time zone");
    }

    @Test
    void zonesAreFoundByTheirManyNames() {
        var zones = CalendarFiles.read(reader, "zones.ics").all().stream()
                .collect(Collectors.toMap(
                        Invitation::title, each -> each.start().zone().getId()));
        assertThat(zones)
                .containsEntry("windows", "Europe/Berlin")
                .containsEntry("windows-without-definition", "America/Indiana/Indianapolis")
                .containsEntry("global", "America/Argentina/Buenos_Aires")
                .containsEntry("location", "Europe/Vienna")
                .containsEntry("alias", "Europe/Riga")
                .containsEntry("fixed", "+05:30")
                .containsEntry("quoted", "Asia/Kolkata");
    }

    @Test
    void theCallerCanSayWhatATzidMeans() {
        var told = reader.withZone("Customized Time Zone", BERLIN).withZone("Middle-earth/Shire", TOKYO);
        assertThat(CalendarFiles.read(told, "zone-without-name.ics")
                        .one()
                        .start()
                        .zone())
                .isEqualTo(BERLIN);
        assertThat(CalendarFiles.read(told, "unknown-zone.ics").one().start().zone())
                .isEqualTo(TOKYO);
    }

    @Test
    void cancellationsCountUnlessTheyAreOlder() {
        var read = CalendarFiles.read(reader, "cancelled.ics");

        assertThat(read.all())
                .extracting(
                        Invitation::title,
                        Invitation::cancelled,
                        each -> each.attendees().size())
                .containsExactly(
                        tuple("City tour", true, 2),
                        tuple("Opera", false, 1),
                        tuple("Lunch", false, 0),
                        tuple("Walk", true, 0),
                        tuple("Boat trip", true, 0));
        assertThat(read.all().get(1).skipped())
                .extracting(Skipped::toString)
                .containsExactly("attendee \"ben\": is no longer invited (METHOD:CANCEL)");
        assertThat(read.skipped())
                .extracting(Skipped::toString)
                .containsExactly(
                        "event \"lunch@example.com\": calls off an older version (SEQUENCE 2)",
                        "event \"Elsewhere\": calls off an event (METHOD:CANCEL) that is not in the file, "
                                + "without saying when it was");
    }

    @Test
    void unknownAndUnreadablePropertiesThatAreNotNeededHarmNobody() {
        var odd = CalendarFiles.read(reader, "unknown-properties.ics").one();
        assertThat(odd.title()).isEqualTo("\"Quoted\" title; with a : colon");
        assertThat(odd.attendees()).extracting(Attendee::name).containsExactly("ana");
    }

    @Test
    void foldedLinesAreUnfoldedEvenInTheMiddleOfACharacter() {
        var folded = CalendarFiles.read(reader, "folded.ics").one();
        assertThat(folded.title()).isEqualTo("A very long title of Jörg 漢字 (folded)");
        assertThat(folded.uid()).isEqualTo("folded@example.com");
        assertThat(CalendarFiles.read(reader, "byte-order-mark.ics").one().title())
                .isEqualTo("Bom");
    }

    @Test
    void unusableEventsCanBeSkippedWithTheirReason() {
        var text = CalendarFiles.event("DTSTART:20260704T160000Z")
                + CalendarFiles.event("DTSTART:tomorrow").replace("e@example.com", "other@example.com");
        assertThatThrownBy(() -> CalendarFiles.readText(reader, text)).isInstanceOf(InvitationException.class);

        var read = CalendarFiles.readText(reader.skippingUnusable(), text);
        assertThat(read.one().start().instant()).isEqualTo(Instant.parse("2026-07-04T16:00:00Z"));
        assertThat(read.skipped())
                .extracting(Skipped::toString)
                .containsExactly(
                        "an event that cannot be used: event \"Party\" (line 16): DTSTART is \"tomorrow\", which is "
                                + "no date or time from the years 1900 to 9000; write 20260704, 20260704T190000 or 20260704T170000Z");
    }

    @Test
    void oneRefusesNoneAndMany() {
        var many = CalendarFiles.read(reader, "two-events-one-uid.ics");
        assertThatThrownBy(many::one)
                .isInstanceOf(InvitationException.class)
                .hasMessage(
                        "two-events-one-uid.ics: the file has 2 events (\"Fetch the van\", \"Return the van\") where one "
                                + "was expected; go through all()");
        var none = new Invitations("a.ics", List.of(), List.of(new Skipped("event", "is over")));
        assertThatThrownBy(none::one)
                .isInstanceOf(InvitationException.class)
                .hasMessage("a.ics: no event of the file is an invitation (event: is over); "
                        + "give a file with a VEVENT that lies ahead");
    }

    @Test
    void aPathIsReadAndNamedByItsLastPart(@TempDir Path folder) throws Exception {
        var file = folder.resolve("party.ics");
        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(InvitationException.class)
                .hasMessage(
                        "party.ics: the file cannot be read (NoSuchFileException); check that it is there and may be read");
        java.nio.file.Files.writeString(file, CalendarFiles.event("DTSTART;TZID=America/New_York:20260704T190000"));

        var read = reader.read(file);
        assertThat(read.source()).isEqualTo("party.ics");
        assertThat(read.one().start()).isEqualTo(Deadline.of(LocalDateTime.parse("2026-07-04T19:00"), NEW_YORK));
        assertThatThrownBy(() -> reader.read(folder)).isInstanceOf(InvitationException.class);
    }

    @Test
    void anIdNeedsAnAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attendee.idOf(" mailto: "))
                .withMessage("address is blank; give the address of an attendee");
    }

    private static String shown(Attendee attendee) {
        return attendee.name() + " <" + attendee.address() + "> " + attendee.reply() + " " + attendee.role() + " "
                + attendee.kind();
    }
}
