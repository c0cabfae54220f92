package org.lastmile.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsZonesTest {
    @Test
    void everyNameHasAPlaceThatTheJvmKnows() {
        assertThat(WindowsZones.places()).hasSizeGreaterThan(130);
        assertThat(WindowsZones.places().values()).isSubsetOf(ZoneId.getAvailableZoneIds());
    }

    /* Offsets in January and July, from the maps of the world and not from the table. */
    @ParameterizedTest
    @CsvSource({
        "US Eastern Standard Time, -05:00, -04:00",
        "US Mountain Standard Time, -07:00, -07:00",
        "Central America Standard Time, -06:00, -06:00",
        "Pacific Standard Time, -08:00, -07:00",
        "W. Europe Standard Time, +01:00, +02:00",
        "GMT Standard Time, Z, +01:00",
        "Greenwich Standard Time, Z, Z",
        "FLE Standard Time, +02:00, +03:00",
        "India Standard Time, +05:30, +05:30",
        "Nepal Standard Time, +05:45, +05:45",
        "Tokyo Standard Time, +09:00, +09:00",
        "AUS Eastern Standard Time, +11:00, +10:00",
        "E. Australia Standard Time, +10:00, +10:00",
        "Dateline Standard Time, -12:00, -12:00",
    })
    void theOffsetsAreThoseOfThePlace(String name, String january, String july) {
        var rules = WindowsZones.find(name).getRules();
        assertThat(rules.getOffset(Instant.parse("2025-01-15T12:00:00Z")).getId())
                .isEqualTo(january);
        assertThat(rules.getOffset(Instant.parse("2025-07-15T12:00:00Z")).getId())
                .isEqualTo(july);
    }

    @Test
    void otherNamesAreUnknown() {
        assertThat(WindowsZones.find("Shire Standard Time")).isNull();
    }
}
