package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMapTest {
    @Test
    void isForPeopleToRead() {
        var map = new LinkedHashMap<String, String>();
        map.put("email", "ana@example.org");
        map.put("a=b", "100% sure\nnew line");
        map.put("emoji", "\uD83C\uDF89 ü");
        map.put("half", "\uD83C");
        map.put("nul", "\0");
        map.put("", "");

        assertThat(TextMap.write(map)).isEqualTo("""
                email=ana@example.org
                a%3Db=100%25 sure%0Anew line
                emoji=\uD83C\uDF89 ü
                half=%uD83C
                nul=%00
                =""");
        assertThat(TextMap.read(TextMap.write(map))).isEqualTo(map);
    }

    @Test
    void nothingIsEmpty() {
        assertThat(TextMap.write(Map.of())).isEmpty();
        assertThat(TextMap.read("")).isEmpty();
        assertThat(TextMap.writeList(List.of())).isEmpty();
        assertThat(TextMap.readList("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverIsWrittenIsRead(long seed) {
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            var list = random.ints(random.nextInt(1, 5))
                    .mapToObj(i -> text(random))
                    .toList();
            var map = new LinkedHashMap<String, String>();
            list.forEach(text -> map.put(text, text(random)));

            assertThat(TextMap.read(TextMap.write(map))).isEqualTo(map);
            // An empty text alone is taken for no text at all; nothing that is kept in a list may be empty.
            if (!list.contains("")) {
                assertThat(TextMap.readList(TextMap.writeList(list))).isEqualTo(list);
            }
        }
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no equals sign", "a=%", "a=%1", "a=%u123", "a=%zz", "a=b\n"})
    void whatNobodyWroteIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TextMap.read(text));
    }

    @Test
    void whatADatabaseCannotKeepIsReplaced() {
        assertThat(TextMap.storable("a\0b\uD83Cc\uDF89d\uD83C\uDF89e\uD83C"))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uD83C\uDF89e\uFFFD");
        assertThat(TextMap.storable("plain")).isEqualTo("plain");
    }
}
