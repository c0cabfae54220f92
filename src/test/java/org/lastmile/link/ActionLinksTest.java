package org.lastmile.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Reminder;
import org.lastmile.link.Reading.Refusal;
import org.lastmile.notify.Sample;

/** A token is genuine as it was made, and no other text is. */
class ActionLinksTest {
    private static final Reminder REMINDER = Sample.gus().reminder();
    private static final byte[] KEY = key(1);
    private static final int FUZZED = 20_000;
    private static final String ALPHABET = "ABCXYZabcxyz0189-_=+/.% \0\u00e4\u202e\ud800";
    private static final ActionLinks LINKS = ActionLinks.at(URI.create("https://example.org/answer"), KEY);

    private static byte[] key(int seed) {
        var key = new byte[32];
        new SplittableRandom(seed).nextBytes(key);
        return key;
    }

    private static Refusal refusal(ActionLinks links, String token, Instant now) {
        return links.read(token, now) instanceof Reading.Refused refused ? refused.why() : null;
    }

    private static Ticket ticket(ActionLinks links, String token, Instant now) {
        return ((Reading.Genuine) links.read(token, now)).ticket();
    }

    @ParameterizedTest
    @EnumSource
    void comesBackAsItWasMade(Action action) {
        var token = LINKS.snoozingFor(Duration.ofHours(3)).token(REMINDER, action);
        assertThat(token).matches("[A-Za-z0-9_-]{96}");
        var ticket = ticket(LINKS, token, Sample.NOW);
        assertThat(ticket.action()).isEqualTo(action);
        assertThat(ticket.followUp()).isEqualTo(new FollowUp.Key(4_711, 2, 17, FollowUp.PARTICIPANT));
        assertThat(ticket.epoch()).isZero();
        assertThat(ticket.snoozeFor()).isEqualTo(action == Action.SNOOZE ? Duration.ofHours(3) : Duration.ZERO);
        assertThat(ticket.isFor("summer-party", "rsvp", "guest-17")).isTrue();
        assertThat(LINKS.link(REMINDER, action))
                .hasToString("https://example.org/answer?t=" + LINKS.token(REMINDER, action));
    }

    @Test
    void everyBitCounts() {
        var bytes = Base64.getUrlDecoder().decode(LINKS.token(REMINDER, Action.DONE));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            var flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            var token = Base64.getUrlEncoder().withoutPadding().encodeToString(flipped);
            // The key's name is the four bytes behind the version.
            assertThat(refusal(LINKS, token, Sample.NOW))
                    .as("bit %s", bit)
                    .isEqualTo(bit / 8 >= 1 && bit / 8 <= 4 ? Refusal.FOREIGN : Refusal.WRONG);
        }
    }

    @Test
    void everyCharacterCounts() {
        var token = LINKS.token(REMINDER, Action.DONE);
        for (int i = 0; i < token.length(); i++) {
            for (char c : "AQgw-_=.+/%\u00e4\0".toCharArray()) {
                var other = token.substring(0, i) + c + token.substring(i + 1);
                assertThat(LINKS.read(other, Sample.NOW) instanceof Reading.Genuine)
                        .as("%s at %s", (int) c, i)
                        .isEqualTo(other.equals(token));
            }
        }
    }

    @Test
    void everyTruncationAndExtensionIsWrong() {
        var token = LINKS.token(REMINDER, Action.DONE);
        for (int length = 0; length < token.length(); length++) {
            assertThat(refusal(LINKS, token.substring(0, length), Sample.NOW)).isEqualTo(Refusal.WRONG);
            assertThat(refusal(LINKS, token.substring(token.length() - length), Sample.NOW))
                    .isEqualTo(Refusal.WRONG);
        }
        for (var tail : List.of("A", "=", "AAAA", " ", "\n", token)) {
            assertThat(refusal(LINKS, token + tail, Sample.NOW)).isEqualTo(Refusal.WRONG);
        }
    }

    /** Of many changes of good tokens, those that change nothing are genuine, and all others are refused. */
    @Test
    void aChangedTokenIsRefusedAndAnUnchangedOneIsNot() {
        long seed = 2026;
        var dice = new SplittableRandom(seed);
        int genuine = 0;
        var refused = new EnumMap<Refusal, Integer>(Refusal.class);
        for (int i = 0; i < FUZZED; i++) {
            var action = Action.values()[dice.nextInt(Action.values().length)];
            var token = LINKS.token(REMINDER, action);
            var changed = switch (dice.nextInt(8)) {
                case 0 -> token;
                case 1 -> token.substring(dice.nextInt(token.length()));
                case 2 -> token.substring(0, dice.nextInt(token.length()));
                case 3 -> token + (char) dice.nextInt(0x10000);
                default -> {
                    int at = dice.nextInt(token.length());
                    yield token.substring(0, at)
                            + ALPHABET.charAt(dice.nextInt(ALPHABET.length()))
                            + token.substring(at + 1);
                }
            };
            var late = dice.nextInt(16) == 0;
            try {
                var reading = LINKS.read(changed, late ? Sample.NOW.plus(Duration.ofDays(999)) : Sample.NOW);
                assertThat(reading instanceof Reading.Genuine).isEqualTo(changed.equals(token) && !late);
                if (reading instanceof Reading.Refused no) {
                    refused.merge(no.why(), 1, Integer::sum);
                } else {
                    genuine++;
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", input " + i, e);
            }
        }
        System.out.printf(
                "link tokens: inputs tried: %d from seed %d, refused: %s, accepted: %d%n",
                FUZZED, seed, refused, genuine);
        assertThat(genuine).isPositive();
        assertThat(refused).containsKeys(Refusal.values());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noiseIsNeverGenuineNorAnException(long seed) {
        var dice = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            var noise = new byte[dice.nextInt(100)];
            dice.nextBytes(noise);
            var token = dice.nextBoolean()
                    ? Base64.getUrlEncoder().encodeToString(noise)
                    : new String(noise, StandardCharsets.ISO_8859_1);
            assertThat(LINKS.read(token, Sample.NOW)).isInstanceOf(Reading.Refused.class);
        }
    }

    @Test
    void anotherKeyIsForeignAlsoWhenItTakesTheNameOfOurs() {
        var others = ActionLinks.at(URI.create("https://example.org/answer"), key(2));
        var token = others.token(REMINDER, Action.DONE);
        assertThat(refusal(LINKS, token, Sample.NOW)).isEqualTo(Refusal.FOREIGN);
        var forged = Base64.getUrlDecoder().decode(token);
        System.arraycopy(Base64.getUrlDecoder().decode(LINKS.token(REMINDER, Action.DONE)), 1, forged, 1, 4);
        assertThat(refusal(LINKS, Base64.getUrlEncoder().encodeToString(forged), Sample.NOW))
                .isEqualTo(Refusal.WRONG);
    }

    @Test
    void anotherActionEpochOrPersonIsAnotherToken() {
        var gus = Sample.gus();
        var tokens = new HashSet<String>();
        for (var action : Action.values()) {
            tokens.add(LINKS.token(gus.reminder(), action));
            tokens.add(LINKS.token(gus.inEpoch(1), action));
            tokens.add(LINKS.token(
                    gus.to(org.lastmile.goal.Recipient.of("guest-18", "Gus")).reminder(), action));
        }
        assertThat(tokens).hasSize(9);
        var moved = ticket(LINKS, LINKS.token(gus.inEpoch(1), Action.DONE), Sample.NOW);
        assertThat(moved.epoch()).isEqualTo(1);
        assertThat(moved.isFor("summer-party", "rsvp", "guest-18")).isFalse();
        assertThat(moved.isFor("summer-part", "yrsvp", "guest-17")).isFalse();
    }

    @Test
    void partsOfTwoTokensAreWrong() {
        var done = Base64.getUrlDecoder().decode(LINKS.token(REMINDER, Action.DONE));
        var decline = Base64.getUrlDecoder().decode(LINKS.token(REMINDER, Action.DECLINE));
        for (int cut = 1; cut < done.length; cut++) {
            var mixed = Arrays.copyOf(done, done.length);
            System.arraycopy(decline, cut, mixed, cut, done.length - cut);
            boolean whole = Arrays.equals(mixed, done) || Arrays.equals(mixed, decline);
            assertThat(LINKS.read(Base64.getUrlEncoder().encodeToString(mixed), Sample.NOW) instanceof Reading.Genuine)
                    .as("cut at %s", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void expiresSoLongAfterTheDeadlineToTheMinute() {
        var links = LINKS.validFor(Duration.ofHours(5));
        var token = links.token(REMINDER, Action.DONE);
        var end = Instant.parse("2026-07-04T22:00:00Z");
        assertThat(ticket(links, token, end.minusMillis(1)).expiresAt()).isEqualTo(end);
        assertThat(refusal(links, token, end)).isEqualTo(Refusal.EXPIRED);
        // Of one that was not signed by us nobody learns that it would have expired.
        assertThat(refusal(LINKS, token.substring(0, 95) + (token.endsWith("A") ? "B" : "A"), end))
                .isEqualTo(Refusal.WRONG);
    }

    @Test
    void afterTheDeadlineItCountsFromTheSend() {
        var late = Sample.gus().at(Instant.parse("2026-07-06T07:00:30Z")).reminder();
        var ticket = ticket(LINKS, LINKS.validFor(Duration.ofHours(1)).token(late, Action.DONE), Sample.NOW);
        assertThat(ticket.expiresAt()).isEqualTo(Instant.parse("2026-07-06T08:01:00Z"));
    }

    @Test
    void aDeadlineInTheYear9000FitsIn() {
        var far = Sample.gus()
                .due(org.lastmile.goal.Deadline.parse("9000-12-31T23:00[UTC]"))
                .reminder();
        assertThat(ticket(LINKS, LINKS.token(far, Action.DONE), Sample.NOW).expiresAt())
                .isEqualTo(Instant.parse("9001-01-14T23:00:00Z"));
    }

    @Test
    void anOlderKeyIsReadWhileItIsAcceptedAndSignsNoMore() {
        var old = LINKS.token(REMINDER, Action.DONE);
        var renewed =
                ActionLinks.at(URI.create("https://example.org/answer"), key(3)).accepting(KEY);
        assertThat(ticket(renewed, old, Sample.NOW).isFor("summer-party", "rsvp", "guest-17"))
                .isTrue();
        assertThat(refusal(LINKS, renewed.token(REMINDER, Action.DONE), Sample.NOW))
                .isEqualTo(Refusal.FOREIGN);
        var retired = ActionLinks.at(URI.create("https://example.org/answer"), key(3));
        assertThat(refusal(retired, old, Sample.NOW)).isEqualTo(Refusal.FOREIGN);
    }

    @Test
    void tellsNothingOfThePerson() {
        var jo = org.lastmile.goal.Recipient.of("jo@example.org", "Jo");
        var token = LINKS.token(Sample.gus().to(jo).reminder(), Action.DONE);
        var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("jo", "example", "rsvp", "party");
        // Without the key the pseudonym cannot be worked out from a guessed address: another key gives another one.
        var others = ActionLinks.at(URI.create("https://example.org/answer"), key(2))
                .token(Sample.gus().to(jo).reminder(), Action.DONE);
        assertThat(Arrays.copyOfRange(Base64.getUrlDecoder().decode(token), 32, 40))
                .isNotEqualTo(Arrays.copyOfRange(Base64.getUrlDecoder().decode(others), 32, 40));
        assertThat(LINKS.toString() + ticket(LINKS, token, Sample.NOW)).doesNotContain(token, "jo");
    }

    @Test
    void refusesWhatIsNotSafe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionLinks.at(URI.create("https://example.org/"), new byte[31]))
                .withMessage("key has 31 bytes; use 32 or more out of java.security.SecureRandom");
        assertThatIllegalArgumentException().isThrownBy(() -> LINKS.accepting(new byte[0]));
        for (var page : List.of("ftp://example.org/", "/answer", "https:answer", "https://example.org/#x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ActionLinks.at(URI.create(page), KEY))
                    .withMessageStartingWith("page is");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LINKS.validFor(Duration.ofSeconds(59)))
                .withMessageStartingWith("validFor is PT59S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LINKS.token(Sample.gus().about(List.of(), 0), Action.DONE))
                .withMessageContaining("an overseer's");
    }

    @Test
    void aPageMayHaveAQueryOfItsOwn() {
        var links = ActionLinks.at(URI.create("https://example.org/answer?lang=de"), KEY);
        assertThat(links.link(REMINDER, Action.DONE).getQuery()).startsWith("lang=de&t=");
    }
}
