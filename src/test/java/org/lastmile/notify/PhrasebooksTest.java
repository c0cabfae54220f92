package org.lastmile.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host adds a language, or other words for one that is there. */
class PhrasebooksTest {
    private static final Phrasebooks WITH_FRENCH = Phrasebooks.standard().with(PhrasebooksTest.class, "reminders");

    @Test
    void aHostAddsALanguage() {
        var gus = Sample.gus();
        var french = gus.to(gus.recipient().withLocale(Locale.CANADA_FRENCH)).reminder();
        assertThat(new PlainWording(WITH_FRENCH).message(french, Sample.NOW).text())
                .startsWith("Summer party: Reply to the invitation : à faire avant le samedi 4 juillet 2026 à 19:00");
    }

    @Test
    void aHostSaysItInOtherWordsAndLeavesTheRestAsItIs() {
        var german = WITH_FRENCH.in(Locale.GERMAN);
        assertThat(german.say("action.done")).isEqualTo("Ich bin dabei");
        assertThat(german.say("action.decline")).isEqualTo("Absagen");
    }

    @Test
    void aPhraseThatALanguageLacksIsEnglish() {
        assertThat(WITH_FRENCH.in(Locale.FRENCH).say("unsubscribe")).isEqualTo("Unsubscribe");
    }

    @Test
    void filesThatAreNotThereAreToldOfAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Phrasebooks.standard().with(PhrasebooksTest.class, "remainders"))
                .withMessage(
                        "name is \"remainders\", and beside org.lastmile.notify.PhrasebooksTest is no file remainders_fr.properties "
                                + "or of another language; put it into the same package of the resources");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WITH_FRENCH.in(Locale.FRENCH).say("farewell"))
                .withMessage("phrase is \"farewell\", which no file has; add it to yours");
    }

    @ParameterizedTest
    @ValueSource(strings = "phrases_de.properties")
    void aLanguageOfOursHasEveryPhrase(String file) throws Exception {
        assertThat(keys(file)).containsExactlyInAnyOrderElementsOf(keys("phrases.properties"));
    }

    private static java.util.Set<String> keys(String file) throws Exception {
        var phrases = new Properties();
        try (var in = Phrasebooks.class.getResourceAsStream(file)) {
            phrases.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return phrases.stringPropertyNames();
    }
}
