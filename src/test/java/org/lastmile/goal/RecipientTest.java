package org.lastmile.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {
    private static final Recipient ANA = Recipient.of("ana", "Ana")
            .withZone(ZoneId.of("Europe/Berlin"))
            .withLocale(Locale.GERMAN)
            .withQuietHours(QuietHours.parse("22:00-08:00"))
            .withAddress("email", "ana@example.org")
            .withAddress(Channel.SMS, "+49 30 1")
            .withOptOut(Channel.SMS);

    @Test
    void itKeepsWhatItWasTold() {
        assertThat(ANA.address(Channel.EMAIL)).isEqualTo("ana@example.org");
        assertThat(ANA.address(Channel.WEBHOOK)).isNull();
        assertThat(ANA.optedOut()).containsExactly(Channel.SMS);
        assertThat(ANA.withName("Anna").name()).isEqualTo("Anna");
        assertThat(ANA.withZone(null).zone()).isNull();
        assertThat(ANA.withName("Ana")).isEqualTo(ANA);
    }

    @Test
    void itsTextFormShowsNothingOfThePerson() {
        assertThat(ANA).hasToString("Recipient[ana]");
    }

    @Test
    void itDoesNotChangeWithWhatItWasMadeOf() {
        var addresses = new HashMap<>(Map.of(Channel.EMAIL, "ana@example.org"));
        var optedOut = new HashSet<>(Set.of(Channel.SMS));
        var ana = new Recipient("ana", "Ana", null, null, addresses, null, optedOut);
        addresses.clear();
        optedOut.clear();

        assertThat(ana.address(Channel.EMAIL)).isEqualTo("ana@example.org");
        assertThat(ana.optedOut()).containsExactly(Channel.SMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb@example.org", "a\u0000b"})
    void anAddressThatIsNoneIsRefusedWithoutBeingShown(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ANA.withAddress("email", address))
                .withMessage(
                        "address of recipient \"ana\" is blank, over 2000 characters, or has control characters; correct it");
    }

    @Test
    void anIdOrANameThatIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recipient.of(" ", "Ana"))
                .withMessageContaining("recipient id is blank; give an id of 1 to 200 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recipient.of("a".repeat(201), "Ana"))
                .withMessageContaining("shorten it to at most 200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recipient.of("ana", "A\tna"))
                .withMessageContaining("recipient name is ")
                .withMessageContaining("U+0009 at index 1; remove it");
        assertThat(Recipient.of("a".repeat(200), "\uD83D\uDE00").name()).hasSize(2);
    }
}
