package org.lastmile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What editors of {@code application.properties} show as defaults are the library's. */
class SpringMetadataTest {
    @Test
    void namesTheLibrarysDefaults() throws IOException {
        var defaults = new HashMap<String, String>();
        try (var file = Lastmile.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            new ObjectMapper().readTree(file).get("properties").forEach(property -> {
                if (property.has("defaultValue")) {
                    defaults.put(
                            property.get("name").asText(),
                            property.get("defaultValue").asText());
                }
            });
        }
        assertThat(seconds(defaults.get("lastmile.lease"))).isEqualTo(Settings.DEFAULT.lease());
        assertThat(seconds(defaults.get("lastmile.poll"))).isEqualTo(Settings.DEFAULT.poll());
        assertThat(seconds(defaults.get("lastmile.shutdown"))).isEqualTo(Settings.DEFAULT.shutdown());
        assertThat(defaults.get("lastmile.acknowledged-for"))
                .isEqualTo(Settings.DEFAULT.acknowledged().toHours() + "h");
        assertThat(defaults).containsEntry("lastmile.table-prefix", "lm_").containsEntry("lastmile.schema", "migrate");
    }

    @Test
    void namesEachPropertyThatThereIsAndNoOther() throws Exception {
        var told = new TreeSet<String>();
        try (var file = Lastmile.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            new ObjectMapper()
                    .readTree(file)
                    .get("properties")
                    // Those of cap are told one by one.
                    .forEach(property ->
                            told.add(property.get("name").asText().replaceFirst("^(lastmile\\.cap)\\..*", "$1")));
        }
        var properties = Class.forName("org.lastmile.spring.LastmileProperties").getRecordComponents();
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(properties)
                        .map(property -> "lastmile."
                                + property.getName()
                                        .replaceAll("(?=[A-Z])", "-")
                                        .toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static Duration seconds(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
