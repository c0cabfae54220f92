package org.lastmile.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written by hand is read by a real parser as what it was. */
class JsonTest {
    private static final ObjectMapper PARSER = new ObjectMapper();

    @Test
    void everyCharacterComesBack() throws Exception {
        for (int c = 0; c <= 0xFFFF; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                var text = "a" + (char) c + "\\u0041";
                assertThat(PARSER.readValue(Json.write(text), String.class)).isEqualTo(text);
            }
        }
        assertThat(PARSER.readValue(Json.write("🎉 𝄞"), String.class)).isEqualTo("🎉 𝄞");
    }

    @Test
    void isSafeInsideAPageAndOnOneLine() {
        assertThat(Json.write("</script><!--&\u2028\u2029\n\r\u0085\u007f\ud800"))
                .isEqualTo("\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\\n\\r\\u0085\\u007f\\ud800\"");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyTreeComesBack(long seed) throws Exception {
        var tree = tree(new SplittableRandom(seed), 5);
        assertThat(PARSER.readValue(Json.write(tree), Object.class)).isEqualTo(tree);
    }

    private static Object tree(SplittableRandom dice, int depth) {
        return switch (dice.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> dice.nextInt();
            case 1 -> dice.nextBoolean();
            case 2 -> null;
            case 3 -> dice.nextDouble() * 1e300;
            case 4 -> text(dice);
            case 5 -> {
                var list = new ArrayList<Object>();
                for (int i = dice.nextInt(5); i > 0; i--) {
                    list.add(tree(dice, depth - 1));
                }
                yield list;
            }
            default -> {
                var map = new LinkedHashMap<String, Object>();
                for (int i = dice.nextInt(5); i > 0; i--) {
                    map.put(text(dice), tree(dice, depth - 1));
                }
                yield map;
            }
        };
    }

    private static String text(SplittableRandom dice) {
        var text = new StringBuilder();
        for (int i = dice.nextInt(12); i > 0; i--) {
            text.append((char) dice.nextInt(0x2100));
        }
        return text.toString();
    }

    @Test
    void nothingIsEmpty() {
        assertThat(Json.write(Arrays.asList(Map.of(), List.of(), "", null))).isEqualTo("[{},[],\"\",null]");
    }

    @Test
    void refusesANumberThatJsonDoesNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.write(Double.NaN))
                .withMessageContaining("value is NaN");
    }
}
